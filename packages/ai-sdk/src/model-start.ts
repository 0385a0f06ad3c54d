import type { OperationStart, RequestParameters, ToolDefinition } from "@isospan/core";
import type { ModelCall } from "./record-model-call.ts";
import type { CallOptions, FunctionTool, PromptMessage } from "./shapes.ts";
import { toDecisions } from "./to-decisions.ts";
import { toMessages } from "./to-messages.ts";

/**
 * A model call's start. Core reads the fields one by one: what cannot be read costs itself, and `input` is read only
 * where content is captured. A class, since literals with getters are slow to read.
 */
export class ModelStart implements OperationStart {
  readonly name = "chat";
  readonly #call: ModelCall;

  constructor(call: ModelCall) {
    this.#call = call;
  }

  get provider(): string {
    return this.#call.model.provider;
  }

  get model(): string {
    return this.#call.model.modelId;
  }

  get request(): RequestParameters {
    const { options, json } = this.#call;
    return toRequest(options, json || options.responseFormat?.type === "json");
  }

  get toolDefinitions(): OperationStart["toolDefinitions"] {
    const { options, recordInputs } = this.#call;
    return recordInputs === false ? undefined : options.tools?.map(toToolDefinition);
  }

  get decisions(): OperationStart["decisions"] {
    const { prompt, messages } = this.#call.options;
    return toDecisions(prompt ?? messages);
  }

  get input(): OperationStart["input"] {
    return this.#call.recordInputs === false ? undefined : toMessages(promptOf(this.#call.options));
  }
}

/** Version 7 tells of its messages before they become a model's prompt, whose system messages are apart by then. */
function promptOf({ prompt, instructions, messages = [] }: CallOptions): readonly PromptMessage[] {
  if (prompt !== undefined) return prompt;
  if (instructions === undefined) return messages;
  const system = typeof instructions === "string" ? [{ role: "system", content: instructions }] : [instructions].flat();
  return [...system, ...messages];
}

/** A function, or the provider's own, whose name tells more than its type. */
function toToolDefinition({ type, id, name, description, inputSchema }: FunctionTool): ToolDefinition {
  return { type: type === "function" ? type : (id ?? type), name, description, parameters: inputSchema };
}

function toRequest(options: CallOptions, json: boolean): RequestParameters {
  return {
    temperature: options.temperature,
    topP: options.topP,
    topK: options.topK,
    maxTokens: options.maxOutputTokens,
    frequencyPenalty: options.frequencyPenalty,
    presencePenalty: options.presencePenalty,
    seed: options.seed,
    stopSequences: options.stopSequences,
    // Which is how to ask for none.
    reasoningLevel: options.reasoning === "provider-default" ? undefined : options.reasoning,
    outputType: json ? "json" : undefined,
  };
}
