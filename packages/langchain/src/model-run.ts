import type { Operation } from "@isospan/core";
import { number, object, text } from "./shapes.ts";
import type { ModelMessage } from "./to-model-usage.ts";
import { toUsage, type UsageMetadata } from "./to-usage.ts";

export interface TokenFields {
  readonly chunk?: {
    readonly text?: string;
    readonly message?: ModelMessage & { readonly tool_call_chunks?: readonly unknown[] };
  };
}

/** What LangGraph's newer streams tell of a model instead of tokens. */
export interface StreamEvent {
  readonly event?: string;
  readonly delta?: unknown;
  readonly usage?: UsageMetadata;
  readonly payload?: unknown;
}

/** What is noted of a model's run while it streams, for its end and for an end that never comes. */
export class ModelRun {
  /** Token events, empty ones too. */
  events = 0;
  /** One event without a chunk, as some clients tell of a whole answer. */
  toldWhole = false;
  /** How many chunks have reported usage. */
  reports = 0;
  /** What they reported last. LangChain adds the reports up, although they are running totals. */
  usage: UsageMetadata | undefined;
  /** The model that the provider's own events name. */
  model: string | undefined;
  readonly #leavesCacheOut: boolean;

  /** Whether the reports' input leaves out what came from a cache or went into it. */
  constructor(leavesCacheOut = false) {
    this.#leavesCacheOut = leavesCacheOut;
  }

  token(operation: Operation, token: string, fields: TokenFields | undefined): void {
    this.toldWhole = ++this.events === 1 && fields?.chunk === undefined;
    if (chunkHasContent(token, fields)) operation.chunk(fields?.chunk);
    const usage = fields?.chunk?.message?.usage_metadata;
    if (usage != null) this.#report(operation, usage);
  }

  event(operation: Operation, { event, delta, usage, payload }: StreamEvent): void {
    if (event === "content-block-delta" && hasContent(delta)) operation.chunk();
    if (event === "provider") this.model ??= modelIn(payload);
    if (usage != null) this.#report(operation, usage);
  }

  #report(operation: Operation, usage: UsageMetadata): void {
    const { usage: before } = this;
    this.reports++;
    // A later report counts the output anew, and leaves the input and its details out or repeats them.
    const was = object(before?.input_token_details);
    const {
      cache_read = was.cache_read,
      cache_creation = was.cache_creation,
      ...others
    } = object(usage.input_token_details);
    const input_token_details = { ...was, ...others, cache_read, cache_creation };
    const cached = this.#leavesCacheOut ? (number(cache_read) ?? 0) + (number(cache_creation) ?? 0) : 0;
    const input_tokens = Math.max((usage.input_tokens ?? 0) + cached, before?.input_tokens ?? 0);
    this.usage = { ...before, ...usage, input_tokens, input_token_details };
    operation.update({ usage: toUsage(this.usage) });
  }
}

/** A chunk counts once it carries something: the first of a stream is often empty, or holds usage alone. */
function chunkHasContent(token: string, fields: TokenFields | undefined): boolean {
  if (token !== "") return true;
  const message = fields?.chunk?.message;
  const content = message?.content;
  return Boolean(
    (content?.length ?? 0) > 0 ||
      (message?.tool_call_chunks?.length ?? 0) > 0 ||
      message?.additional_kwargs?.reasoning_content,
  );
}

function hasContent(delta: unknown): boolean {
  const { text: said, reasoning, data, args, fields } = object(delta);
  return fields !== undefined || [said, reasoning, data, args].some((part) => text(part) !== undefined);
}

/** `message_start` of Anthropic's, `response.created` of OpenAI's, and chunks of chat completions. */
function modelIn(payload: unknown): string | undefined {
  const { model, message, response } = object(payload);
  return text(model) ?? text(object(message).model) ?? text(object(response).model);
}
