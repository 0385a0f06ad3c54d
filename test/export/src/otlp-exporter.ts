import { OTLPTraceExporter as Json3 } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as Protobuf3 } from "@opentelemetry/exporter-trace-otlp-proto";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { OTLPTraceExporter as Json2 } from "otel2-exporter-trace-otlp-http";
import { OTLPTraceExporter as Protobuf2 } from "otel2-exporter-trace-otlp-proto";
import type { SdkLine } from "./sdk.ts";

export const OTLP_FORMATS = ["json", "protobuf"] as const;
export type OtlpFormat = (typeof OTLP_FORMATS)[number];

/** OpenTelemetry's own exporter, of the same line as the SDK. */
export function otlpExporter(line: SdkLine, format: OtlpFormat, url: string): SpanExporter {
  if (line === "2") return (format === "json" ? new Json2({ url }) : new Protobuf2({ url })) as unknown as SpanExporter;
  return format === "json" ? new Json3({ url }) : new Protobuf3({ url });
}
