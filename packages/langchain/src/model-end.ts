import type { OperationEnd, ResponseInfo, Usage } from "@isospan/core";
import { type Metadata, text } from "./shapes.ts";
import { type BaseMessage, toMessages } from "./to-messages.ts";
import { toUsage, type UsageMetadata } from "./to-usage.ts";

export interface ModelMessage extends BaseMessage {
  readonly id?: string;
  readonly usage_metadata?: UsageMetadata;
  readonly response_metadata?: Metadata;
  readonly additional_kwargs?: Metadata;
}

interface Generation {
  readonly message?: ModelMessage;
  readonly generationInfo?: Metadata;
}

export interface LLMResult {
  readonly generations: readonly (readonly (Generation | undefined)[])[];
}

export interface TokenFields {
  readonly chunk?: {
    readonly text?: string;
    readonly message?: ModelMessage & { readonly tool_call_chunks?: readonly unknown[] };
  };
}

/** A chunk counts once it carries something: the first of a stream is often empty, or holds usage alone. */
export function chunkHasContent(token: string, fields: TokenFields | undefined): boolean {
  if (token !== "") return true;
  const message = fields?.chunk?.message;
  const content = message?.content;
  return Boolean(
    (content?.length ?? 0) > 0 ||
      (message?.tool_call_chunks?.length ?? 0) > 0 ||
      message?.additional_kwargs?.reasoning_content,
  );
}

/** A model's end. Core reads the fields one by one: what cannot be read costs itself. */
export class ModelEnd implements OperationEnd {
  readonly outcome: OperationEnd["outcome"];
  readonly #generations: LLMResult["generations"];

  constructor({ generations }: LLMResult, cached: boolean) {
    this.outcome = cached ? "cached" : undefined;
    this.#generations = generations;
  }

  get response(): ResponseInfo {
    return toResponse(this.#choices);
  }

  get usage(): Usage | undefined {
    return this.identity && toUsage(this.identity);
  }

  /** Every choice of one call carries the same usage, so only the first is read. */
  get identity(): UsageMetadata | undefined {
    return this.outcome === "cached" ? undefined : this.#choices[0]?.message?.usage_metadata;
  }

  get output(): OperationEnd["output"] {
    return toMessages(this.#choices.map((choice) => choice.message).filter((found) => found !== undefined));
  }

  get #choices(): readonly Generation[] {
    return (this.#generations[0] ?? []).filter((choice) => choice !== undefined);
  }
}

function toResponse(choices: readonly Generation[]): ResponseInfo {
  const first = choices[0];
  const places = [first?.message?.response_metadata, first?.generationInfo];
  const id = text(first?.message?.id);
  return {
    // LangChain makes up ids of its own where the provider gave none.
    id: id?.startsWith("run-") || id?.startsWith("lc_run-") ? undefined : id,
    // `model` may be a concatenation of what each chunk said, so the other name comes first.
    model: firstText(places, "model_name") ?? firstText(places, "model"),
    finishReasons: choices.map(toFinishReason).filter((reason) => reason !== undefined),
  };
}

function toFinishReason({ message, generationInfo }: Generation): string | undefined {
  const places = [message?.response_metadata, generationInfo];
  return firstText(places, "finish_reason") ?? firstText(places, "stop_reason");
}

function firstText(places: readonly (Metadata | undefined)[], key: string): string | undefined {
  for (const place of places) {
    const found = text(place?.[key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
