import type { OperationRecord } from "@isospan/core";
import type { Fields, RunType } from "./run.ts";
import { toMessages } from "./to-messages.ts";

const NOTHING: Fields = {};

/** What LangSmith shows as input: empty where content is not allowed. */
export function toInputs({ input, tool, retrieval }: OperationRecord, type: RunType): Fields {
  if (type === "tool") return toObject("input", tool?.arguments);
  if (type === "retriever") return retrieval?.query === undefined ? NOTHING : { query: retrieval.query };
  return input === undefined ? NOTHING : { messages: toMessages(input) };
}

/** What it shows as output. A retriever's documents have their ids and scores even where their text is not allowed. */
export function toOutputs({ output, documents }: OperationRecord, type: RunType): Fields {
  if (type === "tool") return toObject("output", output?.[0]?.parts[0]?.response);
  if (type !== "retriever") return output === undefined ? NOTHING : { messages: toMessages(output) };
  if (documents === undefined) return NOTHING;
  return {
    documents: documents.map(({ content = "", id, score }) => {
      const metadata = { ...(id !== undefined && { id }), ...(score !== undefined && { score }) };
      return { type: "Document", page_content: content, metadata };
    }),
  };
}

function toObject(key: string, value: unknown): Fields {
  if (value === undefined) return NOTHING;
  const isArguments = key === "input" && typeof value === "object" && value !== null && !Array.isArray(value);
  return isArguments ? (value as Fields) : { [key]: value };
}
