import type { OperationStart, RequestParameters } from "@isospan/core";
import type { ModelCall } from "./record-model-call.ts";
import type { CallOptions } from "./shapes.ts";
import { toMessages } from "./to-messages.ts";

export function toModelStart({ model, options, recordInputs }: ModelCall): OperationStart {
  return {
    name: "chat",
    provider: model.provider,
    model: model.modelId,
    request: toRequest(options),
    // Read by core only where content is captured.
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
