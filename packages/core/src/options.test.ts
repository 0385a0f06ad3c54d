import { describe, expect, it } from "vitest";
import {
  ConfigurationError,
  consoleTree,
  createTelemetry,
  memoryCollector,
  stdoutCollector,
  type TelemetryOptions,
  telemetrySource,
  traced,
  usageLines,
} from "./index.ts";
import { createSender } from "./sender/index.ts";

function refused(make: () => unknown): ConfigurationError {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
  }
  throw new Error("no ConfigurationError was thrown");
}

describe("createTelemetry", () => {
  it.each<[keyof TelemetryOptions, readonly unknown[], string]>([
    ["tracerProvider", [null, {}, "otlp"], "TracerProvider"],
    ["meterProvider", [null, { getTracer() {} }, 1], "MeterProvider"],
    ["content", ["yes", null, [], { otlp: "yes" }, 1], "{ langfuse: true, otlp: false }"],
    ["redact", [null, (text: string) => text, ["x"], [undefined]], "defaultRedactors()"],
    ["semconv", ["1.40", null, 1.41], '"1.41" or "latest"'],
    ["prices", ["no", null, 1], "true"],
    ["finalTools", ["done", [1], new Set(["done"])], "names of tools"],
    ["sinks", [memoryCollector(), null, () => {}, [{}]], "array of functions"],
    ["gates", [null, {}, [{}], [() => {}]], "enter"],
    ["collector", [null, {}, "memory", []], "memoryCollector()"],
    ["onDiagnostic", [null, {}, "log"], "function"],
    ["maxOpenOperations", [0, -1, Number.NaN, Number.POSITIVE_INFINITY, "10", null], "above 0"],
    ["idleTimeoutMs", [0, -1, Number.NaN, "10 s", null], "milliseconds above 0"],
    ["graceMs", [0, -1, Number.NaN, "10 s", null], "milliseconds above 0"],
    ["clock", [null, {}, () => 0], "now"],
  ])("refuses a wrong %s, names it and says what to do", (field, values, fix) => {
    for (const value of values) {
      const error = refused(() => createTelemetry({ [field]: value } as never));
      expect(error.field).toBe(field);
      expect(error.message).toMatch(new RegExp(`^${field}: got `));
      expect(error.message).toContain(fix);
    }
  });

  it("does not print the code of a function that is none of its business", () => {
    expect(refused(() => createTelemetry({ sinks: memoryCollector() as never })).message).toContain("got a function.");
  });

  it("refuses an option that it does not know, and lists those that it knows", () => {
    const error = refused(() => createTelemetry({ contents: true } as never));
    expect(error.field).toBe("contents");
    expect(error.message).toMatch(/no such option.*content, redact/);
  });

  it.each(["constructor", "__proto__x", "toString"])("does not take %s for an option", (field) => {
    expect(refused(() => createTelemetry({ [field]: 1 } as never)).field).toBe(field);
  });

  it.each([null, "options", 1])("refuses what is no object: %s", (options) => {
    expect(refused(() => createTelemetry(options as never)).field).toBe("options");
  });

  // What each may be is its type's to say, too: `exactOptionalPropertyTypes` is on.
  it.each<TelemetryOptions>([
    { tracerProvider: undefined, meterProvider: undefined, loggerProvider: undefined, collector: undefined },
    { content: undefined, redact: undefined, silentFailures: undefined, finalTools: undefined, semconv: undefined },
    { prices: undefined, usageCost: undefined, costs: undefined, sinks: undefined, gates: undefined },
    { onDiagnostic: undefined, maxOpenOperations: undefined, idleTimeoutMs: undefined, graceMs: undefined },
    { clock: undefined, costs: { maxEntries: undefined } },
    { prices: { aliases: undefined, overrides: undefined, refresh: undefined, prefixMatches: undefined } },
    { prices: { refresh: { from: () => [], intervalMs: undefined } } },
    {
      prices: {
        overrides: [
          {
            provider: undefined,
            model: "m",
            from: undefined,
            usdPerMillionTokens: { input: 1, output: undefined },
            longContext: undefined,
            usdPerUnit: undefined,
            serviceTiers: undefined,
          },
        ],
      },
    },
  ])("takes undefined for left out: %j", (left) => {
    expect(() => createTelemetry(left)).not.toThrow();
  });

  it("takes nothing at all", () => {
    expect(() => createTelemetry()).not.toThrow();
  });

  it("throws an error with a name that survives bundling", () => {
    const error = refused(() => createTelemetry({ prices: 1 } as never));
    expect(error.name).toBe("ConfigurationError");
    expect(error).toBeInstanceOf(Error);
  });
});

describe("memoryCollector", () => {
  it("and its like take undefined for left out", () => {
    expect(() => memoryCollector({ maxRuns: undefined })).not.toThrow();
    expect(() => [stdoutCollector, consoleTree].map((make) => make({ write: undefined }))).not.toThrow();
  });

  it.each([0, -1, Number.NaN, "5" as never])("refuses %s runs", (maxRuns) => {
    expect(refused(() => memoryCollector({ maxRuns })).field).toBe("maxRuns");
  });
});

describe("what takes options refuses wrong ones, too, and names them", () => {
  const sender = { destination: "d", url: "http://127.0.0.1", encode: () => {}, sizeOf: () => 1 };

  it.each<[field: string, what: string, make: () => unknown]>([
    ["maxRun", "a misspelt one", () => memoryCollector({ maxRun: 5 } as never)],
    ["write", "no function", () => consoleTree({ write: process.stdout as never })],
    ["options", "the function alone", () => stdoutCollector((() => {}) as never)],
    ["write", "nothing", () => usageLines(undefined as never)],
    ["name", "a function alone", () => traced((() => {}) as never, undefined as never)],
    ["fn", "a name alone", () => traced("search", undefined as never)],
    ["options", "nothing at all", () => createSender(undefined as never)],
    ["deadline", "a misspelt one of the sender's", () => createSender({ ...sender, deadline: 1 } as never)],
    ["headers", "a text", () => createSender({ ...sender, headers: "authorization: x" } as never)],
    ["encode", "a missing one", () => createSender({ ...sender, encode: undefined } as never)],
  ])("%s: %s", (field, _what, make) => {
    expect(refused(make).field).toBe(field);
  });

  it("adapters say how a telemetry is passed", () => {
    const telemetry = createTelemetry();
    expect(refused(() => telemetrySource(telemetry as never)).message).toContain("{ telemetry }");
    expect(refused(() => telemetrySource({ telemetry: {} as never })).message).toMatch(/^telemetry: got an object/);
    expect(refused(() => telemetrySource(null as never)).message).toBe(
      "options: got null. Pass an object, or nothing.",
    );
    const isText = (value: unknown): boolean => typeof value === "string";
    const named = (): unknown => telemetrySource({ name: 5 } as never, { name: [isText, "Pass a name."] });
    expect(refused(named).message).toBe("name: got 5. Pass a name.");
  });
});
