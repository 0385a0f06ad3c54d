import { createTelemetry, memoryCollector, setTelemetry } from "@isospan/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type isospanTelemetry, registerIsospan } from "./index.ts";

type Integration = ReturnType<typeof isospanTelemetry>;

const shared = globalThis as { AI_SDK_TELEMETRY_INTEGRATIONS?: unknown[] | undefined };
const registry = () => (shared.AI_SDK_TELEMETRY_INTEGRATIONS ?? []) as readonly Integration[];

function setUp() {
  const memory = memoryCollector();
  return { telemetry: createTelemetry({ prices: false, collector: memory }), records: memory.records };
}

/** What the SDK does with the registry. */
function play(): void {
  for (const { onStart } of registry()) onStart({ callId: "call", operationId: "ai.generateText" });
  for (const { onEnd } of registry()) onEnd({ callId: "call" });
}

beforeEach(() => {
  shared.AI_SDK_TELEMETRY_INTEGRATIONS = undefined;
});

afterEach(() => {
  shared.AI_SDK_TELEMETRY_INTEGRATIONS = undefined;
  setTelemetry(undefined);
});

describe("registering", () => {
  it("makes the SDK's registry where there is none yet", () => {
    const { telemetry, records } = setUp();
    registerIsospan({ telemetry });
    play();
    expect(records()).toMatchObject([{ name: "invoke_agent" }]);
  });

  it("leaves alone what others have registered", () => {
    const other = { onStart: () => {}, onEnd: () => {} };
    shared.AI_SDK_TELEMETRY_INTEGRATIONS = [other];
    const dispose = registerIsospan({ telemetry: setUp().telemetry });
    expect(registry()).toHaveLength(2);
    dispose();
    expect(registry()).toEqual([other]);
  });

  it("twice is registering once, and the newest stays", () => {
    const first = setUp();
    const second = setUp();
    registerIsospan({ telemetry: first.telemetry });
    registerIsospan({ telemetry: second.telemetry });
    play();
    expect(registry()).toHaveLength(1);
    expect(first.records()).toHaveLength(0);
    expect(second.records()).toHaveLength(1);
  });

  it("without a telemetry uses the process's, also one that is set later", () => {
    registerIsospan();
    const { telemetry, records } = setUp();
    setTelemetry(telemetry);
    play();
    expect(records()).toHaveLength(1);
  });

  it("with a wrong option throws and changes nothing", () => {
    const { telemetry, records } = setUp();
    registerIsospan({ telemetry });
    expect(() => registerIsospan({ telemetry: null as never })).toThrow("telemetry");
    play();
    expect(records()).toHaveLength(1);
  });
});

describe("what registering returns", () => {
  it("takes the telemetry out again, once", () => {
    const { telemetry, records } = setUp();
    const dispose = registerIsospan({ telemetry });
    dispose();
    dispose();
    play();
    expect(registry()).toEqual([]);
    expect(records()).toEqual([]);
  });

  it("takes out nothing that was registered later", () => {
    const { telemetry, records } = setUp();
    const dispose = registerIsospan({ telemetry: setUp().telemetry });
    registerIsospan({ telemetry });
    dispose();
    play();
    expect(records()).toHaveLength(1);
  });

  it("makes way for registering anew", () => {
    const { telemetry, records } = setUp();
    registerIsospan({ telemetry })();
    registerIsospan({ telemetry });
    play();
    expect(records()).toHaveLength(1);
  });
});
