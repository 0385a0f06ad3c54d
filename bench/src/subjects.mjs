import { createTelemetry } from "@isospan/core";
import { toFloor } from "./floor.mjs";
import { WORKLOADS } from "./plan.mjs";
import { startSdk } from "./sdk.mjs";

/** What the worker runs, and what it reads afterwards. */
export async function startSubject(subject, workload, shape) {
  const { tracerProvider, meterProvider, counts } = startSdk({ metrics: subject === "everything" });
  if (subject === "floor") {
    const run = toFloor(tracerProvider.getTracer("floor"), shape);
    return { run, flush: () => tracerProvider.forceFlush(), counts, diagnostics: () => ({}) };
  }
  const { run } = await import(`./workloads/${workload}.mjs`);
  if (subject === "bare") return { run: () => run({}), flush: async () => {}, counts, diagnostics: () => ({}) };
  const telemetry = createTelemetry(optionsOf(subject, tracerProvider, meterProvider));
  const config = await CONNECT[WORKLOADS[workload].framework](telemetry);
  return {
    run: () => run(config),
    // With the providers that it was given.
    flush: () => telemetry.flush(),
    counts,
    diagnostics: () => telemetry.diagnostics(),
  };
}

function optionsOf(subject, tracerProvider, meterProvider) {
  return subject === "spans"
    ? { tracerProvider, prices: false, content: false }
    : { tracerProvider, meterProvider, prices: true, content: true };
}

const CONNECT = {
  async langchain(telemetry) {
    const { IsospanCallbackHandler } = await import("@isospan/langchain");
    return { callbacks: [new IsospanCallbackHandler({ telemetry })] };
  },
  async "ai-sdk"(telemetry) {
    const { registerIsospan } = await import("@isospan/ai-sdk");
    registerIsospan({ telemetry });
    return {};
  },
};
