import type { Facts } from "../facts.ts";
import { at, count, last, list, sum, text } from "../json.ts";
import { toEventStreamMessage } from "./event-stream.ts";
import type { Wire } from "./wire.ts";

const EVENTS = [
  "messageStart",
  "contentBlockStart",
  "contentBlockDelta",
  "contentBlockStop",
  "messageStop",
  "metadata",
];

/** Amazon Bedrock's converse API. A chunk is an object of one key, the event's name. */
export const bedrockConverse: Wire = {
  name: "bedrock-converse",
  recognises: (payload) =>
    at(payload, "output", "message") !== undefined || EVENTS.some((event) => at(payload, event) !== undefined),
  begins: (chunk) => at(chunk, "messageStart") !== undefined,
  streamType: "application/vnd.amazon.eventstream",
  frame: (texts) => Buffer.concat(texts.map(toMessage)),
  toFacts: (payloads) => ({
    ...toUsage(last(payloads.map((payload) => at(payload, "metadata", "usage") ?? at(payload, "usage")))),
    responseId: undefined,
    responseModel: undefined,
    serviceTier: undefined,
    billedNanoUsd: undefined,
    finishReasons: toFinishReason(
      last(payloads.map((payload) => text(at(payload, "messageStop", "stopReason") ?? at(payload, "stopReason")))),
    ),
  }),
};

function toMessage(chunk: string): Uint8Array {
  const [event = "", payload] = Object.entries(JSON.parse(chunk))[0] ?? [];
  const kind = event.endsWith("Exception") ? "exception" : "event";
  const headers = { ":message-type": kind, [`:${kind}-type`]: event, ":content-type": "application/json" };
  return toEventStreamMessage(headers, JSON.stringify(payload));
}

/** Bedrock counts input apart from what was read from the cache and written to it. */
function toUsage(usage: unknown): Facts {
  const cacheReadTokens = count(at(usage, "cacheReadInputTokens"));
  const cacheWriteTokens = count(at(usage, "cacheWriteInputTokens"));
  const hour = list(at(usage, "cacheDetails")).find((detail) => at(detail, "ttl") === "1h");
  return {
    inputTokens: sum(count(at(usage, "inputTokens")), cacheReadTokens, cacheWriteTokens),
    cacheReadTokens,
    cacheWriteTokens,
    cacheWrite1hTokens: count(at(hour, "inputTokens")),
    outputTokens: count(at(usage, "outputTokens")),
    reasoningTokens: undefined,
    audioInputTokens: undefined,
    audioOutputTokens: undefined,
  };
}

const REASONS: Readonly<Record<string, string>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  tool_use: "tool_call",
  content_filtered: "content_filter",
  guardrail_intervened: "content_filter",
};

function toFinishReason(said: string | undefined): string | undefined {
  return said === undefined ? undefined : (REASONS[said] ?? said);
}
