import type { Recorder } from "@isospan/core";
import { object, text } from "./shapes.ts";

/** How LangChain's tool nodes answer the model where no tool ran. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^Error invoking tool '|did not match expected schema/, "ToolInputParsingException"],
  [/^Error: .* is not a valid tool|^(Error: )?Tool "?.*"? not found/, "UnknownTool"],
];

/**
 * Calls that never became a tool's run: unknown tools, and arguments that do not fit. LangChain says so in what a tool
 * node returns, and nowhere else.
 */
export function recordInvalidToolCalls(recorder: Recorder, outputs: unknown, node: string): void {
  const { messages = outputs } = object(outputs);
  if (!Array.isArray(messages) || messages.length === 0 || !messages.every(isAnswer)) return;
  for (const message of messages.map(object)) {
    const [, error] = REASONS.find(([words]) => words.test(text(message.content) ?? "")) ?? [];
    // A second handler sees it too, and so does whatever the node is in.
    if (message.status !== "error" || error === undefined || recorder.seen(message)) continue;
    const tool = { name: text(message.name) ?? "tool", callId: text(message.tool_call_id) };
    const operation = recorder.start({ name: "execute_tool", tool }, { parentKey: node });
    const failure = Object.assign(new Error("The model's call did not fit any tool"), { name: error });
    operation.end({ error: failure, identity: message });
  }
}

/** A graph's output has the model's messages, too, and those of turns before. */
function isAnswer(message: unknown): boolean {
  return text(object(message).tool_call_id) !== undefined;
}
