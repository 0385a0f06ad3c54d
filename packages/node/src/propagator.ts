import type { TextMapPropagator } from "@opentelemetry/api";
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from "@opentelemetry/core";
import { B3InjectEncoding, B3Propagator } from "@opentelemetry/propagator-b3";
import { choices, type Ignore } from "./from-environment.ts";

const PROPAGATORS: Readonly<Record<string, () => TextMapPropagator>> = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
  b3: () => new B3Propagator(),
  b3multi: () => new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
};

/** What OTEL_PROPAGATORS names; by default trace context and baggage. */
export function propagator(ignore: Ignore): TextMapPropagator {
  const chosen = choices("OTEL_PROPAGATORS", PROPAGATORS, ["tracecontext", "baggage"], ignore);
  return new CompositePropagator({ propagators: chosen.map((make) => make()) });
}
