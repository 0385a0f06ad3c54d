import { createTelemetry, type Telemetry, type TelemetryOptions } from "@isospan/core";
import { LangfuseTraceExporter } from "@isospan/langfuse";
import { LangSmithTraceExporter } from "@isospan/langsmith";
import { type LoopbackServer, langfuseServer, langsmithServer, otlpCollector } from "@isospan-private/vendors";
import { context, type Tracer } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { type OtlpFormat, otlpExporter } from "./otlp-exporter.ts";
import { plainSpan, type SdkLine, toSdk } from "./sdk.ts";

/** OTLP last: what the others did to spans would be in its bytes. */
export const DESTINATIONS = ["langfuse", "langsmith", "otlp"] as const;
export type Destination = (typeof DESTINATIONS)[number];

/** When every clock of a test stands still. */
export const T0: number = Date.UTC(2026, 0, 1);

export interface Way {
  readonly line: SdkLine;
  readonly format: OtlpFormat;
  /** By which of LangSmith's endpoints. */
  readonly mode: "native" | "otlp";
  readonly content: NonNullable<TelemetryOptions["content"]>;
}

/** What an application does. */
export type Work = (telemetry: Telemetry, tracer: Tracer) => Promise<unknown>;

/** A request as it was sent, without what differs between any two: the address, and what separates the parts. */
export interface Sent {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** A character for each byte. */
  readonly body: string;
}

export interface Outcome {
  /** What each destination received. */
  readonly sent: Readonly<Partial<Record<Destination, readonly Sent[]>>>;
  /** All spans, as they were when they ended and as they are after all exports. */
  readonly before: readonly object[];
  readonly after: readonly object[];
}

/** Does the work with these destinations, and nothing else different: the ids are counted, the time stands still. */
export async function exportTo(names: readonly Destination[], way: Way, work: Work): Promise<Outcome> {
  const opened = await Promise.all(names.map(async (name) => ({ name, ...(await open(name, way)) })));
  const before: object[] = [];
  const ended: Parameters<typeof plainSpan>[0][] = [];
  const noted = {
    onStart: () => {},
    onEnd: (span: Parameters<typeof plainSpan>[0]) => {
      ended.push(span);
      before.push(structuredClone(plainSpan(span)));
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  context.disable();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const sdk = toSdk(
    way.line,
    noted,
    opened.map(({ exporter }) => exporter),
  );
  const telemetry = createTelemetry({ tracerProvider: sdk, clock: { now: () => T0 }, content: way.content });
  try {
    await work(telemetry, sdk.getTracer("application"));
    await telemetry.flush();
    await sdk.forceFlush();
    const sent = opened.map(({ name, server }) => [name, server.requests.map(toSent)] as const);
    return { sent: Object.fromEntries(sent), before, after: ended.map(plainSpan) };
  } finally {
    await sdk.shutdown();
    await Promise.all(opened.map(({ server }) => server.close()));
  }
}

interface Opened {
  readonly server: LoopbackServer;
  readonly exporter: SpanExporter;
}

async function open(name: Destination, { line, format, mode }: Way): Promise<Opened> {
  if (name === "otlp") {
    const server = await otlpCollector();
    return { server, exporter: otlpExporter(line, format, `${server.url}/v1/traces`) };
  }
  if (name === "langfuse") {
    const server = await langfuseServer();
    const { publicKey, secretKey, url: baseUrl } = server;
    return { server, exporter: new LangfuseTraceExporter({ publicKey, secretKey, baseUrl }) };
  }
  const server = await langsmithServer({ requireUuidV7: true });
  return { server, exporter: new LangSmithTraceExporter({ apiKey: server.apiKey, endpoint: server.url, mode }) };
}

function toSent({ path, headers, body, answered }: LoopbackServer["requests"][number]): Sent {
  // Packed, and with a boundary by chance, equal bodies differ in length.
  const { host: _, "content-length": __, ...others } = headers;
  const boundary = /boundary=(.*)$/.exec(String(headers["content-type"]))?.[1] ?? "no boundary";
  const alike = (text: string): string => text.replaceAll(boundary, "boundary");
  return {
    path: `${path} ${answered}`,
    headers: { ...others, "content-type": alike(String(headers["content-type"])) },
    body: alike(body.toString("latin1")),
  };
}
