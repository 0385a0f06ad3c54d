import { getStringFromEnv } from "@opentelemetry/core";
import type { Ignore } from "./from-environment.ts";

export type Signal = "TRACES" | "METRICS" | "LOGS";

export const PROTOCOLS = ["http/protobuf", "http/json", "grpc"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** How a signal is sent by OTLP: by its own variable, or the one for all. What is unknown is `http/protobuf`. */
export function otlpProtocol(signal: Signal, ignore: Ignore = () => {}): Protocol {
  const named = otlpVariable(signal, "PROTOCOL");
  const protocol = named === undefined ? "http/protobuf" : PROTOCOLS.find((each) => each === named);
  if (protocol !== undefined) return protocol;
  ignore(`The OTLP protocol ${named} is not known; known are ${PROTOCOLS.join(", ")}. The first is used`);
  return "http/protobuf";
}

/** What OTEL_EXPORTER_OTLP_{TRACES,METRICS,LOGS}_<name> says, or else OTEL_EXPORTER_OTLP_<name>. */
export function otlpVariable(signal: Signal, name: string): string | undefined {
  const value =
    getStringFromEnv(`OTEL_EXPORTER_OTLP_${signal}_${name}`) ?? getStringFromEnv(`OTEL_EXPORTER_OTLP_${name}`);
  return value?.trim();
}
