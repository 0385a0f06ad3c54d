import { Memo } from "./memo.ts";

const SAID: Readonly<Record<string, string>> = {
  stop: "stop end_turn stop_sequence complete completed eos eos_token pause_turn",
  length: "length max_tokens max_output_tokens model_length model_context_window_exceeded",
  content_filter:
    "content_filter content_filtered safety refusal guardrail_intervened recitation blocklist prohibited_content spii " +
    "image_safety",
  tool_call: "tool_call tool_calls tool_use function_call",
  error: "error malformed_function_call",
};
const REASONS: ReadonlyMap<string, string> = new Map(
  Object.entries(SAID).flatMap(([reason, said]) => said.split(" ").map((word) => [word, reason] as const)),
);

const remembered = new Memo<string>();

/** A finish reason in any provider's spelling, as the conventions spell it. What is not known stays, in lower case. */
export function toFinishReason(reason: unknown): string | undefined {
  if (typeof reason !== "string" || reason === "") return undefined;
  return remembered.get(reason) ?? remembered.set(reason, toKnown(reason.toLowerCase().replaceAll("-", "_")));
}

function toKnown(lower: string): string {
  return REASONS.get(lower) ?? lower;
}
