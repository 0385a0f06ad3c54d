import type { OperationStart, RequestParameters } from "@isospan/core";
import type { ModelCall } from "./record-model-call.ts";
import type { CallOptions } from "./shapes.ts";
import { toMessages } from "./to-messages.ts";

/** Fields are read by core, one by one: what cannot be read costs itself. */
export function toModelStart({ model, options, recordInputs }: ModelCall): OperationStart {
  return {
    name: "chat",
    get provider() {
      return model.provider;
    },
    get model() {
      return model.modelId;
    },
    get request() {
      return toRequest(options);
    },
    // Read only where content is captured.
    get input() {
      return recordInputs === false ? undefined : toMessages(options.prompt ?? []);
    },
  };
}

function toRequest(options: CallOptions): RequestParameters {
  return {
    temperature: options.temperature,
    topP: options.topP,
    topK: options.topK,
    maxTokens: options.maxOutputTokens,
    frequencyPenalty: options.frequencyPenalty,
    presencePenalty: options.presencePenalty,
    seed: options.seed,
    stopSequences: options.stopSequences,
    outputType: options.responseFormat?.type === "json" ? "json" : undefined,
  };
}
