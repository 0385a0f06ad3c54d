import type { Completion, CompletionChunk, Delta, FinishReason, ToolCall, ToolCallDelta } from "./openai-wire.ts";

/** Cuts a completion into the chunks that OpenAI streams: role, pieces, finish reason, usage if asked for. */
export function toChunks(completion: Completion, includeUsage: boolean): CompletionChunk[] {
  const { object: _, choices, usage, ...envelope } = completion;
  const { message, finish_reason: finishReason } = choices[0];
  const toolCalls = message.tool_calls ?? [];
  const content = message.content === null ? null : "";

  const chunk = (delta: Delta, finish: FinishReason | null = null): CompletionChunk => ({
    ...envelope,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(includeUsage && { usage: null }),
  });

  return [
    chunk({ role: "assistant", content, refusal: null }),
    ...toPieces(message.content ?? "").map((piece) => chunk({ content: piece })),
    ...toolCalls.flatMap(toToolCallDeltas).map((delta) => chunk({ tool_calls: [delta] })),
    chunk({}, finishReason),
    ...(includeUsage ? [{ ...chunk({}), choices: [], usage }] : []),
  ];
}

const piecesPerAnswer = 12;

function toPieces(text: string): string[] {
  const words = text.split(/(?<= )/);
  const cut = (piece: number): number => Math.round((piece * words.length) / piecesPerAnswer);
  const pieces = Array.from({ length: piecesPerAnswer }, (_, at) => words.slice(cut(at), cut(at + 1)).join(""));
  return pieces.filter((piece) => piece !== "");
}

/** The first delta names the call; the arguments follow in halves, cut without regard for JSON. */
function toToolCallDeltas(call: ToolCall, index: number): ToolCallDelta[] {
  const { name, arguments: text } = call.function;
  const half = Math.ceil(text.length / 2);
  return [
    { index, id: call.id, type: "function", function: { name, arguments: "" } },
    { index, function: { arguments: text.slice(0, half) } },
    { index, function: { arguments: text.slice(half) } },
  ];
}
