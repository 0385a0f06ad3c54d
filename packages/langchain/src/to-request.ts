import type { OperationStart, RequestParameters } from "@isospan/core";
import { type Metadata, number, object, text } from "./shapes.ts";

type Tools = OperationStart["toolDefinitions"];

/** What was asked of the model. Bedrock and Google have a level of their own for it. */
export function toRequest(params: Metadata, options: Metadata | undefined): RequestParameters {
  const inference = object(params.inferenceConfig ?? params.generationConfig);
  const stop = params.stop ?? params.stop_sequences ?? inference.stopSequences ?? params.stopSequences;
  const n = number(params.n) ?? number(params.candidateCount);
  return {
    temperature: number(params.temperature) ?? number(inference.temperature),
    topP: number(params.top_p) ?? number(params.topP) ?? number(inference.topP),
    topK: toTopK(params, inference),
    maxTokens: toMaxTokens(params, inference),
    frequencyPenalty: number(params.frequency_penalty),
    presencePenalty: number(params.presence_penalty),
    seed: number(params.seed) ?? number(params.random_seed),
    choiceCount: n === 1 ? undefined : n,
    stopSequences: Array.isArray(stop) && stop.length > 0 ? stop : undefined,
    reasoningLevel: text(params.reasoning_effort) ?? text(object(params.reasoning).effort),
    outputType: wantsJson(params, options) ? "json" : undefined,
  };
}

/** Anthropic's client sends -1 where none was asked for. */
function toTopK(params: Metadata, inference: Metadata): number | undefined {
  const topK = number(params.top_k) ?? number(params.topK) ?? number(inference.topK);
  return topK === undefined || topK < 0 ? undefined : topK;
}

function toMaxTokens(params: Metadata, inference: Metadata): number | undefined {
  const snake = limit(params.max_completion_tokens) ?? limit(params.max_output_tokens) ?? limit(params.max_tokens);
  const camel = snake ?? limit(params.maxTokens) ?? limit(params.maxOutputTokens);
  return camel ?? limit(inference.maxTokens) ?? limit(inference.maxOutputTokens);
}

/** OpenAI's client sends -1 for "as many as fit". */
function limit(given: unknown): number | undefined {
  const found = number(given);
  return found === undefined || found < 0 ? undefined : found;
}

/** Each API has its own way to say it; structured output by a tool call says it in the options. */
function wantsJson(params: Metadata, options: Metadata | undefined): boolean {
  if (options?.ls_structured_output_format !== undefined) return true;
  const { type } = object(params.response_format ?? object(params.text).format);
  return type === "json_schema" || type === "json_object";
}

/** The tools that the model may call, in each provider's form. */
export function toToolDefinitions({ tools, toolConfig }: Metadata): Tools {
  const given = tools ?? object(toolConfig).tools;
  if (!Array.isArray(given)) return undefined;
  return given
    .flatMap((tool) => {
      const { functionDeclarations } = object(tool);
      return Array.isArray(functionDeclarations) ? functionDeclarations : [tool];
    })
    .map(toToolDefinition);
}

function toToolDefinition(given: unknown): NonNullable<Tools>[number] {
  const tool = object(given);
  const { name, description, parameters, input_schema, inputSchema } = object(tool.function ?? tool.toolSpec ?? given);
  // A provider's own tool, such as web search, has a type and often no name.
  const type = tool.type === "custom" || tool.type === undefined ? "function" : text(tool.type);
  const schema = parameters ?? input_schema ?? object(inputSchema).json;
  return { type, name: text(name) ?? type ?? "tool", description: text(description), parameters: schema };
}
