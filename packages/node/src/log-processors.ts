import { OTLPLogExporter as JsonExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtobufExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import {
  BatchLogRecordProcessor,
  ConsoleLogRecordExporter,
  type LogRecordExporter,
  type LogRecordProcessor,
  SimpleLogRecordProcessor,
} from "@opentelemetry/sdk-logs";
import { choices, type Ignore, numbers } from "./from-environment.ts";
import { optionalPackage } from "./optional-package.ts";
import { otlpProtocol } from "./otlp-protocol.ts";

const PROCESSORS: Readonly<Record<string, (ignore: Ignore) => LogRecordProcessor | undefined>> = {
  otlp: (ignore) => batched(otlpExporter(ignore), ignore),
  console: () => new SimpleLogRecordProcessor({ exporter: new ConsoleLogRecordExporter() }),
};

/** Processors of logs, as OTEL_LOGS_EXPORTER names them; by default one that sends them by OTLP. */
export function logProcessors(ignore: Ignore): LogRecordProcessor[] {
  return choices("OTEL_LOGS_EXPORTER", PROCESSORS, ["otlp"], ignore).flatMap((make) => make(ignore) ?? []);
}

function otlpExporter(ignore: Ignore): LogRecordExporter | undefined {
  const protocol = otlpProtocol("LOGS", ignore);
  if (protocol === "http/json") return new JsonExporter();
  if (protocol === "http/protobuf") return new ProtobufExporter();
  const grpc = optionalPackage("@opentelemetry/exporter-logs-otlp-grpc", "OTLP over gRPC", ignore);
  return grpc && new grpc.OTLPLogExporter();
}

function batched(exporter: LogRecordExporter | undefined, ignore: Ignore): LogRecordProcessor | undefined {
  if (exporter === undefined) return undefined;
  const settings = numbers(
    1,
    {
      maxQueueSize: ["OTEL_BLRP_MAX_QUEUE_SIZE"],
      maxExportBatchSize: ["OTEL_BLRP_MAX_EXPORT_BATCH_SIZE"],
      scheduledDelayMillis: ["OTEL_BLRP_SCHEDULE_DELAY"],
      exportTimeoutMillis: ["OTEL_BLRP_EXPORT_TIMEOUT"],
    },
    ignore,
  );
  return new BatchLogRecordProcessor({ exporter, ...settings });
}
