import { OpenTelemetry } from "@ai-sdk/otel";
import { isospanTelemetry, registerIsospan } from "@isospan/ai-sdk";
import type { Telemetry } from "@isospan/core";
import { registerTelemetry } from "ai";
import { describe, expect, it, onTestFinished } from "vitest";
import { scriptedModel } from "./scripted-model.ts";
import { AI_7, VERSIONS } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { byInstrumentModel, byMiddleware, type Way } from "./ways.ts";
import { ASKS_AND_SAYS, run, weather } from "./weather.ts";

/** Ways of wrapping one model, the innermost first. */
const LAYERS: readonly (readonly [string, readonly Way[]])[] = [
  ["instrumentModel", [byInstrumentModel]],
  ["instrumentModel twice", [byInstrumentModel, byInstrumentModel]],
  ["a middleware", [byMiddleware]],
  ["a middleware twice", [byMiddleware, byMiddleware]],
  ["a middleware around instrumentModel", [byInstrumentModel, byMiddleware]],
  ["instrumentModel around a middleware", [byMiddleware, byInstrumentModel]],
  ["all of them", [byInstrumentModel, byMiddleware, byMiddleware, byInstrumentModel]],
];

const EACH_WAY = [
  [false, true],
  [false, false],
  [true, true],
  [true, false],
] as const;

describe.each(VERSIONS)("AI SDK $name", (version) => {
  describe.each(EACH_WAY)("streamed: %s, with a context manager: %s", (streamed, contextManager) => {
    it.each(version.wraps ? LAYERS : LAYERS.slice(0, 2))(
      "%s is one record for each call of the model",
      async (_layers, ways) => {
        const { telemetry, calls, spans } = setUp({ contextManager });
        const model = scriptedModel(version.specification, ASKS_AND_SAYS);
        await run(version, weather(version, wrapped(ways, model, telemetry)), streamed);
        expect(model.calls).toBe(2);
        expect(calls().map(({ outcome, usage }) => [outcome, usage])).toEqual([USAGE, USAGE]);
        expect(spans().map((span) => span.name)).toEqual(["chat m", "chat m"]);
      },
    );
  });

  function wrapped(ways: readonly Way[], model: object, telemetry: Telemetry): object {
    return ways.reduce((inner, way) => way(version, inner, telemetry), model);
  }
});

const USAGE = ["ok", { inputTokens: 10, cacheReadTokens: 6, outputTokens: 4, reasoningTokens: 1 }];

/** What an application registers for all of its calls, in the order in which it does: us by either door. */
const REGISTERED: readonly (readonly [string, readonly ("ours" | "by the SDK" | "theirs")[]])[] = [
  ["us alone", ["ours"]],
  ["us, then the SDK's own", ["ours", "theirs"]],
  ["the SDK's own, then us", ["theirs", "ours"]],
  ["us twice", ["ours", "theirs", "ours"]],
  ["us by both doors", ["ours", "by the SDK"]],
  ["us by both doors, the SDK's own between", ["by the SDK", "theirs", "ours"]],
];

describe.each(REGISTERED)("AI SDK 7 with %s", (_registered, order) => {
  describe.each(EACH_WAY)("streamed: %s, with a context manager: %s", (streamed, contextManager) => {
    it.each([["no wrapped model", []] as const, ...LAYERS])("and %s is one record each", async (_layers, ways) => {
      const { telemetry, tracerProvider, ended, records } = setUp({ contextManager });
      for (const who of order) {
        if (who === "ours") onTestFinished(registerIsospan({ telemetry }));
        else if (who === "by the SDK") register(isospanTelemetry({ telemetry }));
        else register(new OpenTelemetry({ tracer: tracerProvider.getTracer("ai") }));
      }
      const model = scriptedModel("v4", ASKS_AND_SAYS);
      const wrapped = ways.reduce((inner: object, way: Way) => way(AI_7, inner, telemetry), model);
      await run(AI_7, weather(AI_7, wrapped), streamed);
      expect(ended()).toEqual(["chat ok", "execute_tool ok", "chat ok", "invoke_agent ok"]);
      const [first, tool, second, agent] = records();
      expect([first, tool, second].map((record) => record?.parentSpanId)).toEqual(Array(3).fill(agent?.spanId));
      expect(new Set(records().map((record) => record.traceId)).size).toBe(1);
    });
  });
});

/** The SDK has no way back. */
function register(integration: Parameters<typeof registerTelemetry>[0]): void {
  registerTelemetry(integration);
  const registry = globalThis.AI_SDK_TELEMETRY_INTEGRATIONS;
  onTestFinished(() => void registry?.splice(registry.indexOf(integration), 1));
}
