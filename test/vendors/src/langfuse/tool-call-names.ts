/** The names of the tool calls that Langfuse finds: OpenAI's, Anthropic's and the AI SDK's, not the convention's parts. */
export function toolCallNames(output: unknown): string[] {
  if (Array.isArray(output)) return output.flatMap(toolCallNames);
  if (typeof output !== "object" || output === null) return [];
  const { type, name, toolName, tool_calls: calls, ...rest } = output as Readonly<Record<string, unknown>>;
  if (type === "tool_use") return [String(name)];
  if (type === "tool-call") return [String(toolName)];
  const called = Array.isArray(calls)
    ? calls.map((call) => String(Object(call).function?.name ?? Object(call).name))
    : [];
  return [
    ...called,
    ...["message", "content", "messages", "choices", "output"].flatMap((key) => toolCallNames(rest[key])),
  ];
}
