import type { BilledCost, OperationEnd, ResponseInfo, Usage } from "@isospan/core";
import { fields } from "./fields.ts";
import type { Model, ModelResult } from "./shapes.ts";
import { toBilledCost } from "./to-billed-cost.ts";
import { toParts } from "./to-messages.ts";
import { isBrokenOff, toFinishReason, toResponse } from "./to-response.ts";
import { toUnits } from "./to-units.ts";
import { toRaw, toUsage } from "./to-usage.ts";

/** A model call's end. Core reads the fields one by one: what cannot be read costs itself. */
export class ModelEnd implements OperationEnd {
  readonly #result: ModelResult;
  readonly #model: Model;
  readonly #recordOutputs: boolean | undefined;
  readonly #error: unknown;

  /** `error`: what a stream has reported. */
  constructor(result: ModelResult, model: Model, recordOutputs: boolean | undefined, error?: unknown) {
    this.#result = result;
    this.#model = model;
    this.#recordOutputs = recordOutputs;
    this.#error = error;
  }

  get response(): ResponseInfo {
    return toResponse(this.#result, this.#model);
  }

  get usage(): Usage | undefined {
    const { usage, content, response } = this.#result;
    if (!usage) return undefined;
    const body = fields(response?.body);
    const metadata = fields(this.#result.providerMetadata);
    const units = toUnits(toRaw(usage, body), metadata, content);
    const counts = toUsage(usage, this.#model.provider, metadata, body);
    return units === undefined ? counts : { ...counts, units };
  }

  get billedCost(): BilledCost | undefined {
    const { usage, providerMetadata, response } = this.#result;
    return toBilledCost(toRaw(usage ?? {}, fields(response?.body)), fields(providerMetadata), this.#model.provider);
  }

  /** A provider's failure may be told by the finish reason alone. */
  get error(): unknown {
    return this.#error ?? (toFinishReason(this.#result.finishReason) === "error" ? null : undefined);
  }

  get outcome(): OperationEnd["outcome"] {
    return isBrokenOff(this.#result.finishReason) ? "incomplete" : undefined;
  }

  get identity(): object | undefined {
    return this.#result.usage?.raw ?? this.#result.usage;
  }

  get output(): OperationEnd["output"] {
    const content = this.#recordOutputs === false ? undefined : this.#result.content;
    return content && [{ role: "assistant", parts: toParts(content) }];
  }
}
