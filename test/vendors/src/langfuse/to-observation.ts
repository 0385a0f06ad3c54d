import type { Placed, RawSpan } from "../otlp/raw.ts";
import type { LangfuseObservation, Numbers, WritePath } from "./observation.ts";
import { type Attributes, firstText, jsonObject, toSpanAttributes } from "./span-attributes.ts";
import { toContext, toMetadata } from "./to-context.ts";
import { type LangfuseModel, toCostDetails, toProvidedCost } from "./to-cost-details.ts";
import { toInputOutput } from "./to-input-output.ts";
import { toObservationType } from "./to-observation-type.ts";
import { toUsageDetails, withTotal } from "./to-usage-details.ts";
import { toolCallNames } from "./tool-call-names.ts";

/** What a project knows beforehand. */
export interface Project {
  readonly models: readonly LangfuseModel[];
  readonly prompts: readonly { readonly name: string; readonly version: number }[];
}

const LEVELS: Readonly<Record<string, LangfuseObservation["level"]>> = {
  DEBUG: "DEBUG",
  TRACE: "DEBUG",
  DEFAULT: "DEFAULT",
  INFO: "DEFAULT",
  WARNING: "WARNING",
  WARN: "WARNING",
  ERROR: "ERROR",
  FATAL: "ERROR",
  CRITICAL: "ERROR",
};

const MODEL_KEYS = [
  "langfuse.observation.model.name",
  "gen_ai.response.model",
  "ai.model.id",
  "gen_ai.request.model",
  "llm.response.model",
  "llm.model_name",
  "model",
];

/** A span as Langfuse's server maps it. Source: its own OTLP processor, as of v4.16. */
export function toObservation(placed: Placed<RawSpan>, project: Project, writePath: WritePath): LangfuseObservation {
  const { item: span, scope } = placed;
  const attributes = toSpanAttributes(span.attributes);
  const resource = toSpanAttributes(placed.resource);
  const type = toObservationType(attributes);
  // Agents repeat the sum of their calls in some frameworks, so theirs is left out. Nobody else's is.
  const counts = !["invoke_agent", "agent_step"].includes(String(attributes["gen_ai.operation.name"]));
  const modelName = counts ? firstText(attributes, MODEL_KEYS) : undefined;
  const model = project.models.find(({ match }) => modelName !== undefined && match.test(modelName));
  const modelParameters = toModelParameters(attributes);
  const { input, output } = toInputOutput(attributes, span.events ?? []);
  const told = counts ? toUsageDetails(attributes) : {};
  const provided = counts ? toProvidedCost(attributes) : {};
  const usageGuessed = model !== undefined && Object.keys({ ...told, ...provided }).length === 0;
  const usageDetails = withTotal(usageGuessed ? guess(input, output) : told);
  const prompt = type === "GENERATION" ? toPrompt(attributes) : { promptName: undefined, promptVersion: undefined };
  return {
    id: span.spanId ?? "",
    traceId: span.traceId ?? "",
    parentObservationId: span.parentSpanId || undefined,
    type,
    name: firstText(attributes, ["gen_ai.tool.name", "logfire.msg"]) ?? span.name ?? "",
    startTime: toIso(span.startTimeUnixNano),
    endTime: toIso(span.endTimeUnixNano),
    completionStartTime: toCompletionStart(attributes["langfuse.observation.completion_start_time"]),
    level:
      LEVELS[String(attributes["langfuse.observation.level"]).toUpperCase()] ??
      (span.status?.code === 2 ? "ERROR" : "DEFAULT"),
    statusMessage:
      firstText(attributes, ["langfuse.observation.status_message"]) ?? (span.status?.message || undefined),
    model: modelName,
    modelParameters,
    usageDetails,
    usageGuessed: usageGuessed && Object.keys(usageDetails).length > 0,
    ...toCostDetails(provided, usageDetails, model, modelParameters),
    ...prompt,
    promptLinked: project.prompts.some(
      ({ name, version }) => name === prompt.promptName && version === prompt.promptVersion,
    ),
    input,
    output,
    toolCallNames: toolCallNames(output),
    metadata: toMetadata(attributes, resource, scope.name ?? ""),
    ...toContext(attributes, resource),
    writePath,
  };
}

function toModelParameters(attributes: Attributes): Readonly<Record<string, unknown>> {
  const told = jsonObject(attributes["langfuse.observation.model.parameters"]);
  const requested = Object.entries(attributes)
    .filter(([key]) => key.startsWith("gen_ai.request.") && key !== "gen_ai.request.model")
    .map(([key, value]) => [key.slice("gen_ai.request.".length), value]);
  const parameters: object = told ?? Object.fromEntries(requested);
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [
      key,
      ["string", "number"].includes(typeof value) ? value : JSON.stringify(value),
    ]),
  );
}

function toPrompt(attributes: Attributes): { promptName: string | undefined; promptVersion: unknown } {
  return {
    promptName: firstText(attributes, ["langfuse.observation.prompt.name", "langfuse.prompt.name"]),
    promptVersion: attributes["langfuse.observation.prompt.version"] ?? attributes["langfuse.prompt.version"],
  };
}

/** Only a date in ISO's form is read, quoted or not. The convention's time to first chunk is not. */
function toCompletionStart(value: unknown): string | undefined {
  const text = typeof value === "string" ? value.replace(/^"(.*)"$/, "$1") : "";
  return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

/** Where a known model has neither usage nor cost, Langfuse counts tokens by itself; here, one for four characters. */
function guess(input: unknown, output: unknown): Numbers {
  const count = (content: unknown) => Math.ceil((JSON.stringify(content)?.length ?? 0) / 4);
  const guessed = { input: count(input), output: count(output) };
  return Object.fromEntries(Object.entries(guessed).filter(([, tokens]) => tokens > 0));
}

function toIso(unixNano: string | number | undefined): string {
  return new Date(Number(BigInt(unixNano ?? 0) / 1_000_000n)).toISOString();
}
