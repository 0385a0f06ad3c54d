import { createTelemetry } from "@isospan/core";
import type { TracerProvider } from "@opentelemetry/api";
import {
  BatchSpanProcessor as Processor3,
  TracerProvider as Provider3,
  type SpanExporter,
} from "@opentelemetry/sdk-trace";
import { BatchSpanProcessor as Processor2, BasicTracerProvider as Provider2 } from "otel2-sdk-trace-base";
import { afterEach, describe, expect, it } from "vitest";
import { accountOf, makePortions } from "../set-up.ts";
import { check, timeoutOf, workOf } from "./check.ts";
import { type Destinations, destinations } from "./destinations.ts";
import { FAULTS } from "./faults.ts";
import { Table } from "./table.ts";

let all: Destinations | undefined;
afterEach(() => all?.close());

const table = new Table();

interface Sdk extends TracerProvider {
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

interface Limits {
  readonly maxQueueSize: number;
  readonly exportTimeoutMillis: number;
}

/** Counts what the processor hands over: what it drops itself never reaches us. */
class Counted implements SpanExporter {
  spans = 0;
  readonly #exporter: SpanExporter;

  constructor(exporter: SpanExporter) {
    this.#exporter = exporter;
  }

  export(...[spans, done]: Parameters<SpanExporter["export"]>): void {
    this.spans += spans.length;
    this.#exporter.export(spans, done);
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }
}

describe.each([
  {
    line: "2",
    toSdk: (exporters: readonly SpanExporter[], limits: Limits): Sdk =>
      new Provider2({ spanProcessors: exporters.map((exporter) => new Processor2(exporter, limits)) }),
  },
  {
    line: "3",
    toSdk: (exporters: readonly SpanExporter[], limits: Limits): Sdk =>
      new Provider3({ spanProcessors: exporters.map((exporter) => new Processor3({ exporter, ...limits })) }),
  },
])("in an SDK $line of the application's: sent and dropped are what the exporter received", ({ line, toSdk }) => {
  it.each(FAULTS)("$name", { timeout: 120_000 }, async (fault) => {
    all = await destinations("native", timeoutOf(fault));
    const exporters = all.exporters();
    const each = (["langfuse", "langsmith"] as const).map((name) => ({
      one: (all as Destinations)[name],
      account: accountOf(name),
      exporter: new Counted(exporters[name]),
    }));
    for (const { one } of each) {
      const wrong = fault.start();
      if (wrong !== undefined) one.server.fail(wrong);
    }
    const never = fault.ending === "never";
    // The processor's own queue drops without a word, and its time limit ends its waiting alone.
    const limits = { maxQueueSize: 20_000, exportTimeoutMillis: never ? 500 : 30_000 };
    const sdk = toSdk(
      each.map(({ exporter }) => exporter),
      limits,
    );
    const telemetry = createTelemetry({ tracerProvider: sdk, prices: false, content: true });
    const work = workOf(fault);
    await makePortions(telemetry, work, () => sdk.forceFlush());
    // It rejects when its time limit has passed, and does then not get to the exporters.
    await sdk.forceFlush().catch(() => expect(never).toBe(true));
    await sdk.shutdown().catch(() => expect(never).toBe(true));
    await Promise.all(each.map(({ exporter }) => exporter.shutdown()));
    for (const { one, account, exporter } of each) check(`SDK ${line}`, fault, one, exporter.spans, account(), table);
    for (const { exporter } of each) expect(exporter.spans).toBe(work.spans);
  });
});
