import type { Diagnostic, Telemetry } from "@isospan/core";
import { type ExportCounts, exportCounts } from "@isospan/core/sender";
import { type StartOptions, startTelemetry } from "@isospan/node";
import { type OtlpCollector, otlpCollector } from "@isospan-private/vendors";
import { afterEach, vi } from "vitest";

const VARIABLES = Object.keys(process.env).filter((name) => name.startsWith("OTEL_"));

let running: Telemetry | undefined;
const collectors: OtlpCollector[] = [];

/** Undoes what a test has set up: the telemetry, its collectors, the environment. */
export function cleanUp(): void {
  afterEach(async () => {
    await running?.shutdown();
    running = undefined;
    for (const collector of collectors.splice(0)) await collector.close();
    vi.unstubAllEnvs();
  });
}

export async function collector(): Promise<OtlpCollector> {
  const made = await otlpCollector();
  collectors.push(made);
  return made;
}

export interface Started {
  readonly telemetry: Telemetry;
  readonly heard: readonly Diagnostic[];
}

/** Starts telemetry with these variables and no others of OpenTelemetry's. */
export function start(variables: Readonly<Record<string, string>>, options: StartOptions = {}): Started {
  vi.unstubAllEnvs();
  for (const name of VARIABLES) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const heard: Diagnostic[] = [];
  const onDiagnostic = (diagnostic: Diagnostic) => void heard.push(diagnostic);
  running = startTelemetry({ prices: false, shutdownAtExit: false, onDiagnostic, ...options });
  return { telemetry: running, heard };
}

/** Variables that name a collector, for traces alone. */
export function tracesTo({ url }: { readonly url: string }): Readonly<Record<string, string>> {
  return {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${url}/v1/traces`,
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
  };
}

/** How many spans, and how large. */
export interface Work {
  readonly spans: number;
  /** Of a message in each, for who sees content. @default none */
  readonly charactersEach?: number;
  /** How many are made before what was made is flushed: more would not find room. @default all */
  readonly atOnce?: number;
}

/** Spans of operations, one after the other; they end in this very moment. */
export function makeSpans({ recorder }: Telemetry, work: number | Work): void {
  const { spans, charactersEach = 0 } = typeof work === "number" ? { spans: work } : work;
  const content = "x".repeat(charactersEach);
  const input =
    charactersEach === 0 ? undefined : [{ role: "user" as const, parts: [{ type: "text" as const, content }] }];
  for (let i = 0; i < spans; i++) recorder.start({ name: "task", label: `span ${i}`, input }).end();
}

/** The same, with a flush after each portion but the last. */
export async function makePortions(telemetry: Telemetry, work: Work, flush: () => Promise<void>): Promise<void> {
  const { spans, atOnce = spans } = work;
  for (let made = 0; made < spans; made += atOnce) {
    if (made > 0) await flush();
    makeSpans(telemetry, { ...work, spans: Math.min(atOnce, spans - made) });
  }
}

export interface Account {
  readonly sent: number;
  readonly dropped: number;
  readonly reasons: ExportCounts["dropped"];
}

const NONE: ExportCounts = { spans: 0, bytes: 0, dropped: {}, retries: {} };

/** What has been told about a destination since this was called. */
export function accountOf(destination: string): () => Account {
  const before = exportCounts()[destination] ?? NONE;
  return () => {
    const { spans, dropped } = exportCounts()[destination] ?? NONE;
    const reasons = Object.entries(dropped)
      .map(([reason, count]) => [reason, count - (before.dropped[reason as keyof typeof dropped] ?? 0)] as const)
      .filter(([, count]) => count > 0);
    return {
      sent: spans - before.spans,
      dropped: reasons.reduce((sum, [, count]) => sum + count, 0),
      reasons: Object.fromEntries(reasons),
    };
  };
}

export interface Distinct {
  readonly different: number;
  readonly twice: number;
}

/** How many different spans, and how many twice. */
export function distinct(spans: readonly { readonly spanId: string }[]): Distinct {
  const different = new Set(spans.map(({ spanId }) => spanId)).size;
  return { different, twice: spans.length - different };
}
