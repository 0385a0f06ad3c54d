import type { Operation } from "@isospan/core";
import { ModelEnd } from "./model-end.ts";
import type { ContentPart, Model, ModelResult, StreamPart } from "./shapes.ts";
import { isWebSearch } from "./to-units.ts";
import type { ToldCall } from "./told-calls.ts";

interface StreamedCall {
  readonly model: Model;
  readonly failed?: ((error: unknown) => void) | undefined;
  readonly called?: ((part: ContentPart) => void) | undefined;
}

/** Gathers from a stream's parts what a whole answer would have said, and ends the operation at its finish. */
export class StreamReader {
  readonly #operation: Operation;
  readonly #call: StreamedCall;
  readonly #keepContent: boolean;
  readonly #told: ToldCall | undefined;
  readonly #content: (ContentPart & { text?: string })[] = [];
  #response: ModelResult["response"];
  #error: unknown;

  constructor(operation: Operation, call: StreamedCall, keepContent: boolean, told: ToldCall | undefined) {
    this.#operation = operation;
    this.#call = call;
    this.#keepContent = keepContent;
    this.#told = told;
  }

  see(part: StreamPart): void {
    switch (part.type) {
      case "text-delta":
      case "reasoning-delta":
      case "tool-input-delta":
        if (part.delta !== "") this.#operation.chunk();
        if (this.#keepContent) this.#append(part);
        return;
      case "tool-call":
      case "file":
        this.#call.called?.(part);
        this.#operation.chunk(part);
        if (this.#keepContent) this.#content.push(part);
        return;
      case "tool-result":
        if (this.#keepContent || isWebSearch(part)) this.#content.push(part);
        return;
      case "source":
      case "tool-approval-request":
        if (this.#keepContent) this.#content.push(part);
        return;
      case "response-metadata":
        this.#response = part;
        return;
      case "error":
        // Several may come, and a finish after them: the first is the cause.
        this.#error ??= part.error ?? new Error("The stream reported an error");
        this.#call.failed?.(this.#error);
        this.#operation.update(new ModelEnd({ response: this.#response }, this.#call.model, false, this.#error));
        return;
      case "finish":
        this.#finish(part);
    }
  }

  #append({ type, delta = "" }: StreamPart): void {
    const kind = type === "text-delta" ? "text" : type === "reasoning-delta" ? "reasoning" : undefined;
    if (kind === undefined) return;
    const last = this.#content.at(-1);
    // Parts of these types are our own.
    if (last?.type === kind) last.text = (last.text ?? "") + delta;
    else this.#content.push({ type: kind, text: delta });
  }

  #finish({ finishReason, usage, providerMetadata }: StreamPart): void {
    const content = this.#content;
    const result = { content, finishReason, usage, providerMetadata, response: this.#response } as ModelResult;
    const end = new ModelEnd(result, this.#call.model, this.#keepContent, this.#error);
    this.#told?.answered(end);
    this.#operation.end(end);
  }
}
