export type { Clock } from "./clock.ts";
export { consoleTree } from "./collectors/console-tree.ts";
export {
  type MemoryCollector,
  type MemoryCollectorOptions,
  memoryCollector,
  type Run,
} from "./collectors/memory-collector.ts";
export { type LineOptions, stdoutCollector } from "./collectors/stdout-collector.ts";
export { ConfigurationError } from "./configuration-error.ts";
export type { ContentOption } from "./content.ts";
export type {
  AgentInfo,
  BilledCost,
  Gate,
  GateView,
  Message,
  MessagePart,
  Operation,
  OperationEnd,
  OperationName,
  OperationStart,
  Outcome,
  Recorder,
  RequestParameters,
  ResponseInfo,
  RetrievalInfo,
  RetrievedDocument,
  Sink,
  StartPlace,
  ToolInfo,
  Usage,
} from "./contract.ts";
export { getTelemetry, setTelemetry } from "./default-telemetry.ts";
export type { Diagnostic, DiagnosticCode } from "./diagnostics.ts";
export type { TelemetryOptions } from "./options.ts";
export type { Ancestor, Cost, OperationRecord, StartedRecord, Unpriced, UserContext } from "./record.ts";
export { recordOf } from "./record-of.ts";
export { defaultRedactors, type Redactor } from "./redact.ts";
export type { SemconvProfile } from "./semconv.ts";
export { createTelemetry, type Telemetry } from "./telemetry.ts";
export { traced } from "./traced.ts";
