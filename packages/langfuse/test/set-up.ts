import { createTelemetry, type Telemetry, type TelemetryOptions } from "@isospan/core";
import { type LangfuseServer, type LangfuseServerOptions, langfuseServer } from "@isospan-private/vendors";
import type { Span, Tracer } from "@opentelemetry/api";
import { BatchSpanProcessor, type ReadableSpan, TracerProvider } from "@opentelemetry/sdk-trace";
import { type LangfuseExporterOptions, LangfuseTraceExporter } from "../src/index.ts";

export interface SetUp extends AsyncDisposable {
  readonly server: LangfuseServer;
  readonly telemetry: Telemetry;
  /** The application's own. */
  readonly tracer: Tracer;
  /** What the processor handed to the exporter. */
  readonly spans: readonly ReadableSpan[];
  /** Sends all that has ended. */
  flush(): Promise<void>;
}

export interface SetUpOptions {
  readonly telemetry?: TelemetryOptions;
  readonly exporter?: LangfuseExporterOptions;
  readonly server?: LangfuseServerOptions;
  /** Another processor's, which adds to spans. */
  readonly onStart?: (span: Span) => void;
  /** Hears of each batch before it is exported. */
  readonly before?: (spans: readonly ReadableSpan[]) => void;
}

const IDLE = { onStart: () => {}, onEnd: () => {}, forceFlush: async () => {}, shutdown: async () => {} };

/** Telemetry with content, a real SDK with its batch processor, our exporter, and Langfuse's stand-in. */
export async function setUp(options: SetUpOptions = {}): Promise<SetUp> {
  const server = await langfuseServer(options.server);
  const spans: ReadableSpan[] = [];
  const provider = new TracerProvider({
    spanProcessors: [
      { ...IDLE, onStart: options.onStart ?? IDLE.onStart },
      new BatchSpanProcessor({ exporter: watched(exporterTo(server, options.exporter), spans, options.before) }),
    ],
  });
  const telemetry = createTelemetry({ content: true, tracerProvider: provider, ...options.telemetry });
  const flush = async () => {
    await telemetry.flush();
    await provider.forceFlush();
  };
  return {
    server,
    telemetry,
    tracer: provider.getTracer("application"),
    spans,
    flush,
    [Symbol.asyncDispose]: async () => {
      await provider.shutdown();
      await server.close();
    },
  };
}

export function exporterTo(server: LangfuseServer, options: LangfuseExporterOptions = {}): LangfuseTraceExporter {
  const { publicKey, secretKey, url: baseUrl } = server;
  return new LangfuseTraceExporter({ publicKey, secretKey, baseUrl, ...options });
}

function watched(exporter: LangfuseTraceExporter, seen: ReadableSpan[], before?: SetUpOptions["before"]) {
  return {
    export: (spans: readonly ReadableSpan[], done: Parameters<LangfuseTraceExporter["export"]>[1]) => {
      before?.(spans);
      seen.push(...spans);
      exporter.export(spans, done);
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}
