import { LangfuseTraceExporter } from "@isospan/langfuse";
import { LangSmithTraceExporter } from "@isospan/langsmith";
import { type LoopbackServer, langfuseServer, langsmithServer, otlpCollector } from "@isospan-private/vendors";
import { type Distinct, distinct } from "../set-up.ts";

/** A stand-in, by the name under which its spans are counted. */
export interface Destination {
  readonly name: "otlp" | "langfuse" | "langsmith";
  readonly server: LoopbackServer;
  /** What it has of what was sent. */
  received(): Distinct;
}

export interface Destinations {
  readonly otlp: Destination;
  readonly langfuse: Destination;
  readonly langsmith: Destination;
  /** Where they are, as a process is told. */
  readonly variables: Readonly<Record<string, string>>;
  /** Exporters to the last two. */
  exporters(): { readonly langfuse: LangfuseTraceExporter; readonly langsmith: LangSmithTraceExporter };
  close(): Promise<void>;
}

/**
 * @param mode by which of LangSmith's endpoints
 * @param requestTimeoutMs when a server that hangs is given up
 */
export async function destinations(mode: "native" | "otlp", requestTimeoutMs: number): Promise<Destinations> {
  // Sizes are those of what is sent: packed, nothing would be too large.
  const options = { requestTimeoutMs, compression: "none" } as const;
  const [otlp, langfuse, langsmith] = await Promise.all([otlpCollector(), langfuseServer(), langsmithServer()]);
  return {
    otlp: { name: "otlp", server: otlp, received: () => distinct(otlp.spans) },
    langfuse: {
      name: "langfuse",
      server: langfuse,
      received: () => distinct(langfuse.rows().map(({ id }) => ({ spanId: id }))),
    },
    langsmith: {
      name: "langsmith",
      server: langsmith,
      received: () => distinct(langsmith.runs().map(({ metadata }) => ({ spanId: String(metadata.OTEL_SPAN_ID) }))),
    },
    variables: {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${otlp.url}/v1/traces`,
      LANGFUSE_BASE_URL: langfuse.url,
      LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
      LANGFUSE_SECRET_KEY: langfuse.secretKey,
      LANGSMITH_ENDPOINT: langsmith.url,
      LANGSMITH_API_KEY: langsmith.apiKey,
    },
    exporters: () => ({
      langfuse: new LangfuseTraceExporter({
        publicKey: langfuse.publicKey,
        secretKey: langfuse.secretKey,
        baseUrl: langfuse.url,
        maxBatchBytes: 4_000_000,
        ...options,
      }),
      langsmith: new LangSmithTraceExporter({ apiKey: langsmith.apiKey, endpoint: langsmith.url, mode, ...options }),
    }),
    close: async () => {
      await Promise.all([otlp, langfuse, langsmith].map((server) => server.close()));
    },
  };
}
