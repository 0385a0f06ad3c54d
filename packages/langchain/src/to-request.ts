import type { OperationStart, RequestParameters } from "@isospan/core";
import { type Metadata, number, object, text } from "./shapes.ts";

type Tools = OperationStart["toolDefinitions"];

const LIMITS = "max_completion_tokens max_output_tokens max_tokens maxTokens maxOutputTokens num_predict".split(" ");

/** What was asked of the model. Bedrock, Google and Ollama have a level of their own for it. */
export function toRequest(params: Metadata, options: Metadata | undefined): RequestParameters {
  const own = object(params.inferenceConfig ?? params.generationConfig ?? params.options);
  const stop = params.stop ?? params.stop_sequences ?? own.stopSequences ?? own.stop ?? params.stopSequences;
  const n = number(params.n) ?? number(params.candidateCount);
  const find = (read: typeof number, ...names: readonly string[]): number | undefined =>
    first(params, names, read) ?? first(own, names, read);
  return {
    temperature: find(number, "temperature"),
    topP: find(limit, "top_p", "topP"),
    topK: find(limit, "top_k", "topK"),
    maxTokens: find(limit, ...LIMITS),
    frequencyPenalty: find(number, "frequency_penalty", "frequencyPenalty"),
    presencePenalty: find(number, "presence_penalty", "presencePenalty"),
    seed: find(number, "seed", "random_seed", "randomSeed"),
    choiceCount: n === 1 ? undefined : n,
    stopSequences: Array.isArray(stop) && stop.length > 0 ? stop : undefined,
    reasoningLevel: text(params.reasoning_effort) ?? text(object(params.reasoning).effort),
    outputType: wantsJson(params, own, options) ? "json" : undefined,
  };
}

function first(place: Metadata, names: readonly string[], read: typeof number): number | undefined {
  const name = names.find((each) => read(place[each]) !== undefined);
  return name === undefined ? undefined : read(place[name]);
}

/** OpenAI's client sends -1 for "as many as fit", Ollama's too, and Anthropic's where none was asked for. */
function limit(given: unknown): number | undefined {
  const found = number(given);
  return found === undefined || found < 0 ? undefined : found;
}

/** Each API has its own way to say it; structured output by a tool call says it in the options. */
function wantsJson(params: Metadata, own: Metadata, options: Metadata | undefined): boolean {
  if (options?.ls_structured_output_format !== undefined) return true;
  // Google's, and Ollama's, whose format may also be a schema.
  if ((own.responseMimeType ?? params.responseMimeType) === "application/json") return true;
  if (params.format === "json" || object(params.format) === params.format) return true;
  const { type } = object(params.response_format ?? params.responseFormat ?? object(params.text).format);
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
