import { messageText } from "./message-text.ts";
import type { ChatMessage } from "./openai-wire.ts";

/** Says what comes next. Depends on nothing but the messages. */
export type Script = (messages: readonly ChatMessage[]) => ScriptedReply;

export type ScriptedReply =
  | { readonly text: string; readonly usage: ScriptedUsage }
  | { readonly toolCalls: readonly ScriptedToolCall[]; readonly usage: ScriptedUsage };

export interface ScriptedToolCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Token counts. They are written down, not counted, so that every client is billed the same. */
export interface ScriptedUsage {
  readonly promptTokens: number;
  /** Part of promptTokens. OpenAI caches prefixes from 1024 tokens on. */
  readonly cachedTokens: number;
  /** The visible part of the reply. */
  readonly replyTokens: number;
  /** Thinking that comes on top of replyTokens, for models that reason. */
  readonly reasoningTokens: number;
}

/** What the support agent's model says next. */
export function replyTo(messages: readonly ChatMessage[]): ScriptedReply {
  const asked = messages.findLastIndex((message) => message.role === "user");
  const question = messages
    .slice(asked, asked + 1)
    .map(messageText)
    .join("");
  const toolMessages = messages.slice(asked + 1).filter((message) => message.role === "tool");
  const results = toolMessages.map(messageText);
  const orderId = /\b[A-Z]-\d{4}\b/.exec(question)?.[0];

  if (/step by step/i.test(question)) return explainReturns();
  if (orderId === undefined) return { text: "Which order is it about?", usage: usage(1180, 0, 8, 0) };
  if (/refund/i.test(question)) {
    return results.length === 0 ? callRefund(orderId) : answerRefund(orderId, results);
  }
  return results.length === 0 ? callLookups(orderId) : answerOrder(orderId, results);
}

function callLookups(orderId: string): ScriptedReply {
  return {
    toolCalls: [
      { name: "lookup_order", input: { orderId } },
      { name: "search_policy", input: { query: "return window" } },
    ],
    usage: usage(1216, 0, 47, 128),
  };
}

function answerOrder(orderId: string, results: readonly string[]): ScriptedReply {
  const found = results.some((result) => result.includes(orderId));
  const text = found
    ? `Order ${orderId} is on its way and arrives on Thursday. You can send it back within 30 days of delivery.`
    : `I could not find order ${orderId}. Please check the number.`;
  return { text, usage: usage(1324, 1152, 32, 64) };
}

function callRefund(orderId: string): ScriptedReply {
  const input = { orderId, reason: "arrived broken" };
  return { toolCalls: [{ name: "issue_refund", input }], usage: usage(1211, 1024, 25, 64) };
}

function answerRefund(orderId: string, results: readonly string[]): ScriptedReply {
  const failed = results.some((result) => /error|unavailable/i.test(result));
  const text = failed
    ? `I am sorry, I could not issue the refund for order ${orderId} right now. A colleague will do it today.`
    : `The refund for order ${orderId} is on its way to your card.`;
  return { text, usage: usage(1268, 1152, 29, 64) };
}

function explainReturns(): ScriptedReply {
  const text =
    "Sending an item back takes three steps. First, open your orders, choose the item and press Return. " +
    "Second, print the label that we mail you and put it on the parcel, or show the code at the counter. " +
    "Third, hand the parcel over within thirty days of delivery. Your money is back on your card about " +
    "five working days after the parcel has reached us.";
  return { text, usage: usage(1203, 1024, 84, 192) };
}

function usage(
  promptTokens: number,
  cachedTokens: number,
  replyTokens: number,
  reasoningTokens: number,
): ScriptedUsage {
  return { promptTokens, cachedTokens, replyTokens, reasoningTokens };
}
