import type { OperationEnd, ResponseInfo, Usage } from "@isospan/core";
import type { ModelRun } from "./model-run.ts";
import { type Metadata, object } from "./shapes.ts";
import { toBilledCost } from "./to-billed-cost.ts";
import { toAnswers } from "./to-messages.ts";
import { type Choice, toModelUsage } from "./to-model-usage.ts";
import { toResponse } from "./to-response.ts";

export interface LLMResult {
  readonly generations: readonly (readonly (Choice | undefined)[])[];
  readonly llmOutput?: Metadata | undefined;
}

/** Whether a message was answered whole: what comes of chunks can be joined to more of them. */
export function isWhole({ generations }: LLMResult): boolean {
  const message = generations[0]?.[0]?.message;
  return message !== undefined && typeof object(message).concat !== "function";
}

/** A model's end. Core reads the fields one by one: what cannot be read costs itself. */
export class ModelEnd implements OperationEnd {
  readonly outcome: OperationEnd["outcome"];
  readonly #choices: readonly Choice[];
  readonly #llmOutput: Metadata;
  readonly #run: ModelRun | undefined;

  constructor(result: LLMResult, run: ModelRun | undefined, cached: boolean) {
    this.outcome = cached ? "cached" : undefined;
    this.#choices = (result.generations[0] ?? []).filter((choice) => choice !== undefined);
    this.#llmOutput = object(result.llmOutput);
    this.#run = run;
  }

  get response(): ResponseInfo {
    return toResponse(this.#choices, this.#llmOutput, this.#run);
  }

  /** Every choice of one call carries the same usage, so only the first is read. */
  get usage(): Usage | undefined {
    if (this.outcome === "cached") return undefined;
    return toModelUsage(this.#choices[0], this.#llmOutput, this.#run);
  }

  get billedCost(): OperationEnd["billedCost"] {
    return toBilledCost(object(this.#choices[0]?.message?.response_metadata), this.#run);
  }

  get identity(): object | undefined {
    return this.outcome === "cached" ? undefined : this.#choices[0]?.message?.usage_metadata;
  }

  get output(): OperationEnd["output"] {
    return toAnswers(this.#choices);
  }
}
