import type { Script, ScriptedReply } from "@isospan-private/examples/support-script";

type Messages = Parameters<Script>[0];

/** What the one model behind all three agents says. Whose turn it is, the system prompt tells. */
export const helpDeskScript: Script = (messages) => {
  const answers = messages.filter((message) => message.role === "tool").length;
  const who = /You are (\w+)/.exec(systemPrompt(messages))?.[1] ?? "nobody";
  return TURNS[`${who} ${answers}`] ?? { text: `Nothing is written for ${who} after ${answers}.`, usage: usage(1, 1) };
};

/** By agent, and by how many tools have answered so far. */
const TURNS: Readonly<Record<string, ScriptedReply>> = {
  "supervisor 0": call("transfer_to_orders", usage(212, 14)),
  "orders 1": call("lookup_order", usage(248, 19)),
  "orders 2": { text: "Order A-1077 was delivered broken.", usage: usage(291, 12) },
  "supervisor 2": call("transfer_to_refunds", usage(318, 14)),
  "refunds 3": call("issue_refund", usage(336, 23)),
  "refunds 4": { text: "The refund is on its way.", usage: usage(384, 9) },
  "supervisor 4": { text: "Your refund for A-1077 is on its way.", usage: usage(402, 15) },
};

function call(name: string, used: ReturnType<typeof usage>): ScriptedReply {
  return { toolCalls: [{ name, input: {} }], usage: used };
}

function usage(promptTokens: number, replyTokens: number) {
  return { promptTokens, replyTokens, cachedTokens: 0, reasoningTokens: 0 };
}

function systemPrompt(messages: Messages): string {
  return JSON.stringify(messages.find((message) => message.role === "system")?.content ?? "");
}
