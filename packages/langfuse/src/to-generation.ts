import type { OperationRecord, RequestParameters } from "@isospan/core";
import type { AttributeList } from "./attribute-list.ts";
import type { InputOutput } from "./to-input-output.ts";
import { putMetadata } from "./to-metadata.ts";
import { toCostDetails, toUsageDetails } from "./to-usage-details.ts";

/** What a model call has besides what every observation has. Nothing else may have it: Langfuse would charge it, too. */
export function toGeneration(record: OperationRecord, content: InputOutput, into: AttributeList): void {
  const { response, model, outcome, timeToFirstChunkMs } = record;
  const free = outcome === "denied" || outcome === "cached";
  const usage = toJson(free ? {} : toUsageDetails(record));
  const cost = toCostDetails(record.cost) ?? (free || wasRefused(record) ? { total: 0 } : undefined);
  const name = response?.model ?? model;
  if (usage === undefined && cost === undefined && (content.input ?? content.output) !== undefined) {
    // Langfuse counts the tokens of a model's texts itself where nobody tells them, and charges for its guess.
    putMetadata("model", name, into);
  } else {
    into.put("langfuse.observation.model.name", name);
  }
  into.put("langfuse.observation.model.parameters", toJson(toParameters(record.request, response?.serviceTier)));
  into.put("langfuse.observation.usage_details", usage);
  into.put("langfuse.observation.cost_details", cost && JSON.stringify(cost));
  if (timeToFirstChunkMs !== undefined) {
    const firstChunk = new Date(record.startedAtMs + timeToFirstChunkMs);
    into.put("langfuse.observation.completion_start_time", firstChunk.toISOString());
  }
  if (record.name !== "embeddings") addPrompt(record, into);
}

/** A call that failed before anything came back. Providers charge for what they answer. */
function wasRefused({ outcome, usage, timeToFirstChunkMs }: OperationRecord): boolean {
  return outcome === "error" && usage === undefined && timeToFirstChunkMs === undefined;
}

/** Langfuse numbers the versions of its prompts. A prompt that it cannot link is told, and not linked. */
function addPrompt({ context: { prompt } }: OperationRecord, into: AttributeList): void {
  if (prompt === undefined) return;
  const version = Number(prompt.version);
  if (/^[1-9]\d{0,8}$/.test(prompt.version ?? "")) {
    into.put("langfuse.observation.prompt.name", prompt.name);
    into.put("langfuse.observation.prompt.version", version);
  } else {
    putMetadata("prompt_name", prompt.name, into);
    putMetadata("prompt_version", prompt.version, into);
  }
}

/** The tier stands with the parameters, because Langfuse looks for it there to find the price. */
function toParameters(request: RequestParameters = {}, serviceTier?: string): Readonly<Record<string, unknown>> {
  return {
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.topK,
    max_tokens: request.maxTokens,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    seed: request.seed,
    choice_count: request.choiceCount,
    dimensions: request.dimensions,
    stop_sequences: request.stopSequences,
    encoding_formats: request.encodingFormats,
    output_type: request.outputType,
    reasoning_level: request.reasoningLevel,
    stream: request.stream,
    service_tier: serviceTier,
  };
}

/** Nothing where all fields are empty. */
function toJson(fields: Readonly<Record<string, unknown>>): string | undefined {
  const json = JSON.stringify(fields);
  return json === "{}" ? undefined : json;
}
