import { LangfuseTraceExporter } from "@isospan/langfuse";
import { LangSmithTraceExporter } from "@isospan/langsmith";
import { type LangfuseObservation, type LangSmithRun, langfuseServer, langsmithServer } from "@isospan-private/vendors";
import { BatchSpanProcessor, type SpanProcessor } from "@opentelemetry/sdk-trace";

/** What a product would show of one operation, with what is below it. */
export interface Shown {
  readonly type: string;
  readonly name: string;
  /** Tokens of the prompt that were not cached, those that were, and those of the answer. */
  readonly tokens: readonly [fresh: number, cached: number, answered: number] | undefined;
  readonly usd: number | undefined;
  readonly failed: boolean;
  /** All that it shows, without ids and times. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly children: readonly Shown[];
}

/** What one product received of a run: a tree for each trace. */
export interface Received {
  readonly product: string;
  readonly trees: readonly Shown[];
}

/** Stand-ins for Langfuse and LangSmith, and what sends spans to them. */
export interface Products {
  readonly processors: readonly SpanProcessor[];
  received(): readonly Received[];
  close(): Promise<void>;
}

export async function startProducts(): Promise<Products> {
  const [langfuse, langsmith] = await Promise.all([langfuseServer(), langsmithServer({ requireUuidV7: true })]);
  const { publicKey, secretKey, url: baseUrl } = langfuse;
  const exporters = [
    new LangfuseTraceExporter({ publicKey, secretKey, baseUrl }),
    new LangSmithTraceExporter({ apiKey: langsmith.apiKey, endpoint: langsmith.url, project: "demo" }),
  ];
  return {
    processors: exporters.map((exporter) => new BatchSpanProcessor({ exporter })),
    received: () => [
      { product: "Langfuse", trees: toLangfuseTrees(langfuse.observations()) },
      { product: "LangSmith", trees: inOrder(langsmith.trees()).map(fromRun) },
    ],
    close: async () => {
      await Promise.all([langfuse.close(), langsmith.close()]);
    },
  };
}

function toLangfuseTrees(observations: readonly LangfuseObservation[]): readonly Shown[] {
  const timed = observations.map((each) => ({ ...each, startMs: Date.parse(each.startTime) }));
  const below = Map.groupBy(inOrder(timed), ({ parentObservationId }) => parentObservationId);
  const toShown = ({ startMs: _, ...observation }: (typeof timed)[number]): Shown => {
    const { type, name, usageDetails, totalCost, level } = observation;
    const { id, traceId, parentObservationId, startTime, endTime, completionStartTime, metadata, ...rest } =
      observation;
    // Langfuse lists there once more what was sent, times included.
    const { attributes: _attributes, ...told } = metadata;
    const { input = 0, input_cached_tokens: cached = 0, output = 0 } = usageDetails;
    return {
      type,
      name,
      tokens: Object.keys(usageDetails).length === 0 ? undefined : [input, cached, output],
      usd: totalCost,
      failed: level === "ERROR",
      fields: { ...rest, metadata: told, streamed: completionStartTime !== undefined },
      children: (below.get(id) ?? []).map(toShown),
    };
  };
  return (below.get(undefined) ?? []).map(toShown);
}

function fromRun(run: LangSmithRun): Shown {
  const { runType, name, status, error, inputs, outputs, metadata, invocationParams, tags, threadId, total, own } = run;
  const { OTEL_TRACE_ID: _, OTEL_SPAN_ID: __, ...told } = metadata;
  const { promptTokens = 0, completionTokens = 0, promptTokenDetails, totalCost } = total;
  const cached = promptTokenDetails.cache_read ?? 0;
  return {
    type: runType,
    name,
    tokens: total.totalTokens === undefined ? undefined : [promptTokens - cached, cached, completionTokens],
    usd: totalCost,
    failed: status === "error",
    fields: {
      ...{ status, error, inputs, outputs, metadata: told, invocationParams, tags, threadId, total, own },
      streamed: run.firstTokenMs !== undefined,
    },
    children: inOrder(run.children).map(fromRun),
  };
}

/** As they began, ties by name. */
function inOrder<T extends { readonly startMs: number; readonly name: string }>(all: readonly T[]): readonly T[] {
  return all.toSorted((a, b) => a.startMs - b.startMs || a.name.localeCompare(b.name));
}
