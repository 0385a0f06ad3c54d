import { type AccountedExporter, type Answer, createSender, type Refusal, type Sender } from "@isospan/core/sender";
import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { CompressionAlgorithm } from "@opentelemetry/otlp-exporter-base";
import { convertLegacyHttpOptions } from "@opentelemetry/otlp-exporter-base/node-http";
import { JsonTraceSerializer, ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";
import type { Ignore } from "./from-environment.ts";
import { optionalPackage } from "./optional-package.ts";
import { otlpProtocol, otlpVariable } from "./otlp-protocol.ts";
import { spanBytes } from "./span-bytes.ts";

const FORMATS = {
  "http/protobuf": { serializer: ProtobufTraceSerializer, contentType: "application/x-protobuf" },
  "http/json": { serializer: JsonTraceSerializer, contentType: "application/json" },
} as const;

/** Sends spans where OTEL_EXPORTER_OTLP_* and OTEL_EXPORTER_OTLP_TRACES_* say; nothing where it lacks a package. */
export function otlpExporter(ignore: Ignore): SpanExporter | undefined {
  const protocol = otlpProtocol("TRACES", ignore);
  if (protocol === "grpc") {
    const grpc = optionalPackage("@opentelemetry/exporter-trace-otlp-grpc", "OTLP over gRPC", ignore);
    return grpc && new grpc.OTLPTraceExporter();
  }
  // `fetch` takes no certificates; the SDK's own exporters do.
  const certificates = ["CERTIFICATE", "CLIENT_CERTIFICATE", "CLIENT_KEY"].some((name) => otlpVariable("TRACES", name));
  if (certificates) return protocol === "http/json" ? new JsonExporter() : new ProtobufExporter();
  return new HttpExporter(protocol);
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
