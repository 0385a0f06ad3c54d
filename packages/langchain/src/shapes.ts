import type { OptionCheck } from "@isospan/core";

/** Of options that are names. */
export const NAME: OptionCheck = [(value) => typeof value === "string", "Pass a name."];

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

/** What is no object has no fields. */
export function object(value: unknown): Metadata {
  return typeof value === "object" && value !== null ? (value as Metadata) : NOTHING;
}

const NOTHING: Metadata = Object.freeze({});

/** The class's name, as LangChain serialises it: a static name of its own, so it survives minification. */
export function className(serialized: Serialized | undefined): string | undefined {
  return text(serialized?.id?.at(-1));
}

/** The class name at the end does not survive minification, the namespace does. */
export function isGraph(id: readonly string[] | undefined): boolean {
  return id?.[0] === "langgraph" && id[1] === "pregel";
}

/** LangGraph's thread is the conversation. */
export function toConversationId(metadata: Metadata | undefined): string | undefined {
  return text(metadata?.thread_id);
}
