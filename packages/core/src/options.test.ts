import { describe, expect, it } from "vitest";
import { ConfigurationError, createTelemetry, memoryCollector, type TelemetryOptions } from "./index.ts";

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
    ["sinks", [null, () => {}, [{}]], "array of functions"],
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

  it("takes undefined for left out", () => {
    const left = { content: undefined, sinks: undefined, graceMs: undefined, clock: undefined, collector: undefined };
    expect(() => createTelemetry(left as never)).not.toThrow();
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
  it.each([0, -1, Number.NaN, "5" as never])("refuses %s runs", (maxRuns) => {
    expect(refused(() => memoryCollector({ maxRuns })).field).toBe("maxRuns");
  });
});
