import { createTelemetry, memoryCollector, type OperationRecord } from "@isospan/core";
import type { Exchange } from "./exchange.ts";
import { ANY_ERROR, type Facts, NO_ANSWER } from "./facts.ts";
import type { Client } from "./frameworks/framework.ts";
import { serveExchange } from "./serve-exchange.ts";
import { isFailure } from "./to-error-status.ts";
import { toProvider } from "./to-provider.ts";
import { wireOf } from "./wires/index.ts";

export interface Played {
  /** What the payload says, and nothing about what it cannot say. */
  readonly expected: Facts;
  /** What the one record says. */
  readonly actual: Facts;
  /** All that the one record says. */
  readonly record: OperationRecord | undefined;
  /** The call left no single record, or was no single request. */
  readonly problem: string | undefined;
  /** What the client threw. */
  readonly thrown: unknown;
}

const MODEL_CALLS: ReadonlySet<string> = new Set(["chat", "text_completion", "generate_content", "embeddings"]);

/** Serves one answer to a client, and reads the record that the call left. */
export async function playExchange(client: Client, exchange: Exchange): Promise<Played> {
  const memory = memoryCollector();
  const telemetry = createTelemetry({ collector: memory });
  const served = await serveExchange(exchange, client);
  const expected = toExpected(exchange, client);
  const call = { baseUrl: served.baseUrl, model: toAlias(expected), streamed: exchange.form === "streamed", telemetry };
  let thrown: unknown;
  try {
    await client.play(call);
  } catch (error) {
    thrown = error;
  } finally {
    await served.close();
    await telemetry.shutdown();
  }
  // What tells the call may tell of what it belongs to, too: that is no call.
  const records = memory.records().filter(({ name }) => MODEL_CALLS.has(name));
  const [record] = records;
  return {
    expected,
    actual: record === undefined ? {} : toActual(record),
    record,
    problem: toProblem(records.length, served.requests()),
    thrown,
  };
}

function toProblem(records: number, requests: number): string | undefined {
  return records === 1 && requests === 1 ? undefined : `${records} records of ${requests} requests, not one of one`;
}

function toExpected({ payloads, provider, status, wire }: Exchange, client: Client): Facts {
  const facts: Facts = client.provider === provider ? { provider: toProvider(provider) } : {};
  if (status !== 200) return { ...facts, ...NO_ANSWER, error: String(status) };
  const said = wireOf(wire).toFacts(payloads, provider);
  if (payloads.some(isFailure)) return { ...facts, ...said, finishReasons: "error", error: ANY_ERROR };
  return { ...facts, ...said, error: undefined };
}

function toActual({ provider, usage, response, cost, error }: OperationRecord): Facts {
  return {
    provider,
    inputTokens: usage?.inputTokens,
    cacheReadTokens: usage?.cacheReadTokens,
    cacheWriteTokens: usage?.cacheWriteTokens,
    cacheWrite1hTokens: usage?.cacheWrite1hTokens,
    outputTokens: usage?.outputTokens,
    reasoningTokens: usage?.reasoningTokens,
    audioInputTokens: usage?.audioInputTokens,
    audioOutputTokens: usage?.audioOutputTokens,
    webSearches: usage?.units?.web_search,
    responseId: response?.id,
    responseModel: response?.model,
    finishReasons: response?.finishReasons?.join() || undefined,
    serviceTier: response?.serviceTier,
    billedNanoUsd: cost?.source === "provider" ? cost.totalNanoUsd : undefined,
    costNanoUsd: cost?.totalNanoUsd,
    error: error?.type,
  };
}

/** A name that the answer does not have: who repeats what was asked for has not read the answer. */
function toAlias({ responseModel }: Facts): string {
  const model = typeof responseModel === "string" ? responseModel : "model";
  const bare = model.replace(/-(\d{8}|\d{4}-\d{2}-\d{2})$/, "");
  return bare === model ? `${model}-latest` : bare;
}
