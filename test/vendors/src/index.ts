export type { ServedRequest } from "./http/exchange.ts";
export type { Fault } from "./http/fault.ts";
export type { LoopbackServer } from "./http/loopback-server.ts";
export { type OtlpCollector, otlpCollector } from "./otlp/otlp-collector.ts";
export type { PlainAttributes, PlainEvent, PlainLog, PlainSpan, PlainValue } from "./otlp/plain.ts";
export type { PlainPoint } from "./otlp/plain-points.ts";
