import type { OperationEnd } from "@isospan/core";
import type { AgentRun } from "./agent-events.ts";
import type { HiddenCalls } from "./hidden-calls.ts";
import type { ContentPart, Event } from "./shapes.ts";

export interface EndEvent extends Event {
  readonly error?: unknown;
  readonly finishReason?: string;
  readonly content?: readonly ContentPart[];
  readonly finalStep?: { readonly content?: readonly ContentPart[] };
}

/** An agent's end, read by core field by field. */
export class AgentEnd implements OperationEnd {
  readonly #event: EndEvent;
  readonly #error: unknown;
  readonly #hidden: HiddenCalls | undefined;

  constructor(event: EndEvent, run: AgentRun | undefined) {
    this.#event = event;
    this.#error = run?.error;
    this.#hidden = run?.hidden;
  }

  /** The SDK calls a run a success whose last call has failed as a stream, and one that waits for a person. */
  get outcome(): OperationEnd["outcome"] {
    const { finishReason, content, finalStep } = this.#event;
    if (this.#error !== undefined) return undefined;
    if (finishReason === "error") return "error";
    const waits = waitsForApproval(content ?? finalStep?.content) || this.#hidden?.waits;
    return waits ? "interrupted" : undefined;
  }

  /** After a broken stream the SDK asks no model to read what the tools answer. */
  get endsTurn(): boolean {
    if (this.#event.finishReason === "interrupted") return true;
    return leavesCalls(this.#event.finalStep?.content ?? this.#event.content) || this.#hidden?.isLeft === true;
  }

  get error(): unknown {
    return this.#error;
  }
}

export function waitsForApproval(content: unknown): boolean {
  return Array.isArray(content) && content.some(isRequest);
}

/** Tools without `execute` are the application's to run: they end the loop, whatever others have answered. */
export function leavesCalls(content: unknown): boolean {
  if (!Array.isArray(content)) return false;
  const parts: readonly ContentPart[] = content.filter((part) => typeof part === "object" && part !== null);
  const answered = new Set(parts.flatMap(({ type, toolCallId }) => (type === "tool-call" ? [] : toolCallId)));
  return parts.some(({ type, toolCallId }) => type === "tool-call" && !answered.has(toolCallId));
}

/** Version 7 writes down what its rules decide, too. */
function isRequest(part: ContentPart | null): boolean {
  return part?.type === "tool-approval-request" && part.isAutomatic !== true;
}
