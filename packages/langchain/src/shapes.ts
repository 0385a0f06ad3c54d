/** What is read of LangChain's serialised runnable. Its other fields may hold addresses and headers. */
export interface Serialized {
  readonly id?: readonly string[];
}

export type Metadata = Readonly<Record<string, unknown>>;

export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** LangGraph's thread is the conversation. */
export function toConversationId(metadata: Metadata | undefined): string | undefined {
  return text(metadata?.thread_id);
}
