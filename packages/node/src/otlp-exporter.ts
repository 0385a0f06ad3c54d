import { type AccountedExporter, type Answer, createSender, type Refusal, type Sender } from "@isospan/core/sender";
import { type ExportResult, ExportResultCode, getStringFromEnv } from "@opentelemetry/core";
import { OTLPTraceExporter as GrpcExporter } from "@opentelemetry/exporter-trace-otlp-grpc";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { CompressionAlgorithm } from "@opentelemetry/otlp-exporter-base";
import { convertLegacyHttpOptions } from "@opentelemetry/otlp-exporter-base/node-http";
import { JsonTraceSerializer, ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";
import { spanBytes } from "./span-bytes.ts";

const FORMATS = {
  "http/protobuf": { serializer: ProtobufTraceSerializer, contentType: "application/x-protobuf" },
  "http/json": { serializer: JsonTraceSerializer, contentType: "application/json" },
} as const;

/** Sends spans where OTEL_EXPORTER_OTLP_* and OTEL_EXPORTER_OTLP_TRACES_* say. */
export function otlpExporter(): SpanExporter {
  const protocol = getOtlpProtocol();
  if (protocol === "grpc") return new GrpcExporter();
  const format = protocol === "http/json" ? "http/json" : "http/protobuf";
  // `fetch` takes no certificates; the SDK's own exporters do.
  const certificates = ["CERTIFICATE", "CLIENT_CERTIFICATE", "CLIENT_KEY"].some((name) => fromEnvironment(name));
  if (certificates) return format === "http/json" ? new JsonExporter() : new ProtobufExporter();
  return new HttpExporter(format);
}

/** The protocol that the environment names for spans, known or not. */
export function getOtlpProtocol(): string {
  return fromEnvironment("PROTOCOL") ?? "http/protobuf";
}

class HttpExporter implements SpanExporter, AccountedExporter {
  readonly destination = "otlp";
  readonly keepsAccount = true;
  readonly #sender: Sender<ReadableSpan>;

  constructor(format: keyof typeof FORMATS) {
    const { serializer, contentType } = FORMATS[format];
    const { url, headers, timeoutMillis, compression } = convertLegacyHttpOptions({}, "TRACES", "v1/traces", {});
    this.#sender = createSender<ReadableSpan>({
      destination: this.destination,
      url,
      headers,
      compression: compression === CompressionAlgorithm.GZIP ? "gzip" : "none",
      requestTimeoutMs: timeoutMillis,
      sizeOf: spanBytes,
      encode: (spans) => ({ body: serializer.serializeRequest([...spans]) ?? new Uint8Array(), contentType }),
      check: (answer) => toRefusal(answer),
    });
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    void this.#sender.send(spans).then(({ sent, error }) => {
      if (sent === spans.length) done({ code: ExportResultCode.SUCCESS });
      else done({ code: ExportResultCode.FAILED, ...(error && { error }) });
    });
  }

  forceFlush(): Promise<void> {
    return this.#sender.flush();
  }

  shutdown(deadlineMs?: number): Promise<void> {
    return this.#sender.shutdown(deadlineMs);
  }
}

/** What a collector says in `partial_success`. A body that cannot be read says nothing: its status was success. */
function toRefusal({ headers, body }: Answer): Refusal | undefined {
  if (body.length === 0) return undefined;
  try {
    const json = headers.get("content-type")?.includes("json") === true;
    const { partialSuccess } = FORMATS[json ? "http/json" : "http/protobuf"].serializer.deserializeResponse(body);
    return { rejected: Number(partialSuccess?.rejectedSpans ?? 0), message: partialSuccess?.errorMessage };
  } catch {
    return undefined;
  }
}

function fromEnvironment(name: string): string | undefined {
  return getStringFromEnv(`OTEL_EXPORTER_OTLP_TRACES_${name}`) ?? getStringFromEnv(`OTEL_EXPORTER_OTLP_${name}`);
}
