import { isospanTelemetry } from "@isospan/ai-sdk";
import type { Gate, Telemetry } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { settle, settleAll, toEnding } from "./ending.ts";
import { type Reply, scriptedModel, untilAborted } from "./scripted-model.ts";
import { AI_7 } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { ASKS_AND_SAYS, run, weather } from "./weather.ts";

const CALLS_AND_AGENT = ["chat ok", "execute_tool ok", "chat ok", "invoke_agent ok"];

const twoOf = (telemetry: Telemetry) => [telemetry, telemetry].map((each) => isospanTelemetry({ telemetry: each }));
const toModel = (replies: readonly Reply[] = ASKS_AND_SAYS) => scriptedModel("v4", replies);
const toCall = (integrations: readonly object[], model: object = toModel()) => {
  return { ...weather(AI_7, model), telemetry: { integrations } };
};

describe.each([[false], [true]])("AI SDK 7, streamed: %s, with two of us for one call", (streamed) => {
  it.each([[true], [false]])("is one record each, with a context manager: %s", async (contextManager) => {
    const { telemetry, ended, spans } = setUp({ contextManager });
    await run(AI_7, toCall(twoOf(telemetry)), streamed);
    expect(ended()).toEqual(CALLS_AND_AGENT);
    expect(spans()).toHaveLength(4);
  });

  it.each([
    ["the inner", [true, false]],
    ["the outer", [false, true]],
  ])("of which %s shows its steps is one record each, in a step", async (_which, shows) => {
    const { telemetry, calls, records } = setUp();
    const integrations = shows.map((showPlumbing) => isospanTelemetry({ telemetry, showPlumbing }));
    await run(AI_7, toCall(integrations), streamed);
    const steps = records().filter(({ name }) => name === "task");
    expect(calls().map(({ parentSpanId }) => parentSpanId)).toEqual(steps.map(({ spanId }) => spanId));
    expect(steps).toHaveLength(2);
  });

  it("that have a telemetry each is one record in both", async () => {
    const [one, other] = [setUp(), setUp()];
    const integrations = [one, other].map(({ telemetry }) => isospanTelemetry({ telemetry }));
    await run(AI_7, toCall(integrations), streamed);
    for (const { ended } of [one, other]) expect(ended()).toEqual(CALLS_AND_AGENT);
  });

  it("is one record for each attempt", async () => {
    const { telemetry, calls } = setUp();
    const busy = new AI_7.sdk.APICallError({
      message: "busy",
      statusCode: 503,
      url: "",
      requestBodyValues: {},
      responseHeaders: { "retry-after-ms": "1" },
    });
    const model = toModel([{ throws: busy }, { text: "Sunny" }]);
    await run(AI_7, { ...toCall(twoOf(telemetry), model), maxRetries: 1 }, streamed);
    expect(calls().map((call) => [toEnding(call), call.attempt])).toEqual([
      ["chat error 503", undefined],
      ["chat ok", 2],
    ]);
  });

  it("that is aborted is one record, before its agent's", async () => {
    const all = setUp();
    const abort = new AbortController();
    const model = toModel();
    model.doGenerate = model.doStream = untilAborted;
    const call = { ...toCall(twoOf(all.telemetry), model), abortSignal: abort.signal };
    const ran = run(AI_7, call, streamed).catch(() => {});
    await settle();
    abort.abort();
    await ran;
    await settleAll(all);
    expect(all.ended()).toEqual(["chat aborted", "invoke_agent aborted"]);
  });

  it("asks a gate once for each, also one that takes its time", async () => {
    const asked: string[] = [];
    const gate: Gate = {
      async enter({ name }) {
        asked.push(name);
        await settle();
      },
    };
    const { telemetry, ended } = setUp({ gates: [gate] });
    await run(AI_7, toCall(twoOf(telemetry)), streamed);
    expect(asked).toEqual(["invoke_agent", "chat", "execute_tool", "chat"]);
    expect(ended()).toEqual(CALLS_AND_AGENT);
  });

  it("is nothing to complain of where a tool fails", async () => {
    const { telemetry, ended } = setUp();
    const failing = weather(AI_7, toModel(), () => Promise.reject(new Error("no station")));
    await run(AI_7, { ...failing, telemetry: { integrations: twoOf(telemetry) } }, streamed);
    expect(ended()).toEqual(["chat ok", "execute_tool error", "chat ok", "invoke_agent ok"]);
    expect(telemetry.diagnostics()).toEqual({});
  });
});
