import { DiagLogLevel, diag } from "@opentelemetry/api";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setUp } from "../test/set-up.ts";
import type { Diagnostic, Recorder } from "./index.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  diag.disable();
});

function endTwice(recorder: Recorder): void {
  const operation = recorder.start({ name: "chat" });
  operation.end();
  operation.end();
}

describe("diagnostics", () => {
  it("are nothing where nothing went wrong", () => {
    const { telemetry, recorder } = setUp();
    recorder.start({ name: "chat" }).end();
    expect(telemetry.diagnostics()).toEqual({});
  });

  it("count each time, and tell at most once a minute", () => {
    const heard: Diagnostic[] = [];
    const { telemetry, recorder } = setUp({ onDiagnostic: (diagnostic) => heard.push(diagnostic) });
    for (let i = 0; i < 5; i++) endTwice(recorder);
    vi.advanceTimersByTime(59_000);
    endTwice(recorder);
    expect(heard.map((each) => each.count)).toEqual([1]);
    vi.advanceTimersByTime(1_000);
    endTwice(recorder);
    expect(heard.map((each) => each.count)).toEqual([1, 7]);
    expect(telemetry.diagnostics()).toEqual({ double_end: 7 });
  });

  it("tell of each kind by itself", () => {
    const heard: string[] = [];
    const { recorder } = setUp({ onDiagnostic: ({ code }) => heard.push(code) });
    endTwice(recorder);
    recorder.start({ name: "chat" }).end({ usage: { inputTokens: -1 } });
    expect(heard).toEqual(["double_end", "invalid_usage"]);
  });

  it("say what happened, with the error", () => {
    const heard: Diagnostic[] = [];
    const sink = () => {
      throw new TypeError("disk full");
    };
    const { recorder } = setUp({ sinks: [sink], onDiagnostic: (diagnostic) => heard.push(diagnostic) });
    recorder.start({ name: "chat" }).end();
    expect(heard).toEqual([{ code: "sink_error", message: "A sink threw: TypeError: disk full", count: 1 }]);
  });

  it("do not care whether the listener throws", () => {
    const onDiagnostic = () => {
      throw new Error("broken listener");
    };
    const { telemetry, recorder, records } = setUp({ onDiagnostic });
    endTwice(recorder);
    expect(records()).toHaveLength(1);
    expect(telemetry.diagnostics()).toEqual({ double_end: 1 });
  });

  it("go to OpenTelemetry's own as well", () => {
    const said: unknown[] = [];
    const say = (...all: unknown[]) => void said.push(all);
    diag.setLogger({ error: say, warn: say, info: say, debug: say, verbose: say }, DiagLogLevel.WARN);
    endTwice(setUp().recorder);
    expect(said).toEqual([["isospan: chat was ended twice"]]);
  });

  it("survive an error that cannot be read", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const sink = () => {
      throw proxy;
    };
    const { telemetry, recorder } = setUp({ sinks: [sink] });
    recorder.start({ name: "chat" }).end();
    expect(telemetry.diagnostics()).toEqual({ sink_error: 1 });
  });

  it("cannot be changed from outside", () => {
    const { telemetry, recorder } = setUp();
    Object.assign(telemetry.diagnostics(), { double_end: 9 });
    endTwice(recorder);
    expect(telemetry.diagnostics()).toEqual({ double_end: 1 });
  });
});
