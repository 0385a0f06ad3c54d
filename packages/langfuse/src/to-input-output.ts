import type { OperationRecord, ToolDefinition } from "@isospan/core";
import type { MessageWriter } from "./message-writer.ts";

export interface InputOutput {
  readonly input?: string | undefined;
  readonly output?: string | undefined;
}

/** What went in and what came out, as JSON. Nothing where the content policy does not allow it. */
export function toInputOutput(record: OperationRecord, writer: MessageWriter): InputOutput {
  const { name, tool, retrieval, documents, output } = record;
  if (name === "execute_tool") {
    return { input: json(tool?.arguments), output: json(output?.[0]?.parts[0]?.response) };
  }
  if (name === "retrieval") {
    // Their ids alone are no content, and no output either.
    const read = retrieval?.query !== undefined || documents?.some(({ content }) => content !== undefined);
    return { input: json(retrieval?.query), output: read ? json(documents) : undefined };
  }
  return { input: toInput(record, writer), output: toOutput(record, writer) };
}

/** The messages; with the tools that the model may call where there are any, as in a request to OpenAI. */
function toInput({ input, toolDefinitions }: OperationRecord, writer: MessageWriter): string | undefined {
  if (input === undefined && toolDefinitions === undefined) return undefined;
  const messages = `[${writer.write(input ?? [])}]`;
  if (toolDefinitions === undefined) return messages;
  return `{"messages":${messages},"tools":${JSON.stringify(toolDefinitions.map(toTool))}}`;
}

/** The one choice that most models return, or all of them. */
function toOutput({ output }: OperationRecord, writer: MessageWriter): string | undefined {
  if (output === undefined) return undefined;
  const messages = writer.write(output);
  const one = output.length === 1 && output[0]?.role !== "tool";
  return one ? messages : `[${messages}]`;
}

function toTool({ type = "function", ...definition }: ToolDefinition): unknown {
  return { type, function: definition };
}

function json(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
