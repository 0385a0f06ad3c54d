import { OpenAIError } from "./openai-error.ts";

export interface OpenAIModel {
  /** The dated name that the response carries. */
  readonly responseModel: string;
  readonly reasons: boolean;
}

/** Finds a model by its alias or its dated name. Unknown ones are refused with 404, as OpenAI does. */
export function findModel(name: string): OpenAIModel {
  const model = models.find((each) => each.alias === name || each.responseModel === name);
  if (model === undefined) {
    const message = `The model \`${name}\` does not exist or you do not have access to it.`;
    throw new OpenAIError({ status: 404, message, code: "model_not_found" });
  }
  return model;
}

const models: readonly (OpenAIModel & { readonly alias: string })[] = [
  { alias: "gpt-4.1", responseModel: "gpt-4.1-2025-04-14", reasons: false },
  { alias: "gpt-4.1-mini", responseModel: "gpt-4.1-mini-2025-04-14", reasons: false },
  { alias: "gpt-5", responseModel: "gpt-5-2025-08-07", reasons: true },
  { alias: "gpt-5-mini", responseModel: "gpt-5-mini-2025-08-07", reasons: true },
];
