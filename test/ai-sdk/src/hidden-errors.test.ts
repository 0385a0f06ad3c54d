import { describe, expect, it } from "vitest";
import { type Reply, type Signalled, scriptedModel, untilAborted } from "./scripted-model.ts";
import { AI_7 } from "./sdk.ts";
import type { About } from "./told-runs.ts";
import { agentOf, type Play, told, VETOES } from "./vetoes.ts";
import { byInstrumentModel } from "./ways.ts";
import { run, weather } from "./weather.ts";

const { sdk } = AI_7;

const refused = (): Error =>
  new sdk.APICallError({
    message: "too many",
    statusCode: 429,
    url: "https://provider.example",
    requestBodyValues: {},
    responseHeaders: { "retry-after-ms": "0" },
  });

const asked = (about: About, replies: readonly Reply[], more: object = {}): object => {
  return { model: scriptedModel("v4", replies), prompt: "The sky?", maxRetries: 0, telemetry: about, ...more };
};

const schema = sdk.jsonSchema({
  type: "object",
  properties: { sky: { type: "string" } },
  required: ["sky"],
} as never);

const replyOnAbort = (controller: AbortController): Reply => ({
  get throws(): unknown {
    controller.abort();
    return controller.signal.reason;
  },
});

describe.each([[false], [true]])("streamed: %s", (streamed) => {
  const ask = (replies: readonly Reply[], more?: object): Play => {
    return (about) => run(AI_7, asked(about, replies, more), streamed);
  };

  const plays: readonly (readonly [string, Play, string])[] = [
    ["a provider's refusal", ask([{ throws: refused() }]), "invoke_agent error 429"],
    ["a retried refusal", ask([{ throws: refused() }, { text: "Blue." }], { maxRetries: 1 }), "invoke_agent ok"],
    ["refusals to the last", ask([{ throws: refused() }], { maxRetries: 1 }), "invoke_agent error 429"],
    ["a time limit", ask([{ throws: new DOMException("slow", "TimeoutError") }]), "invoke_agent error TimeoutError"],
    [
      "an abort",
      (about) => {
        const controller = new AbortController();
        const more = { abortSignal: controller.signal };
        return run(AI_7, asked(about, [replyOnAbort(controller)], more), streamed);
      },
      "invoke_agent aborted AbortError",
    ],
    [
      "an abort while a tool runs",
      (about) => {
        const controller = new AbortController();
        const execute = (_input: unknown, signalled: Signalled): Promise<never> => {
          queueMicrotask(() => controller.abort());
          return untilAborted(signalled);
        };
        const call = weather(AI_7, scriptedModel("v4", [{ toolCalls: ["weather"] }]), execute);
        return run(AI_7, { ...call, abortSignal: controller.signal, telemetry: about }, streamed);
      },
      "invoke_agent aborted AbortError",
    ],
    [
      "a tool that throws",
      (about) => {
        const execute = (): never => {
          throw new RangeError("too far");
        };
        const model = scriptedModel("v4", [{ toolCalls: ["weather"] }, { text: "No." }]);
        return run(AI_7, { ...weather(AI_7, model, execute), telemetry: about }, streamed);
      },
      "invoke_agent ok",
    ],
  ];

  describe.each(VETOES)("where %s kept back", (_what, about) => {
    it.each(plays)("%s is told as it is where nothing is", async (_name, play, agent) => {
      const open = await told(play, {});
      expect(agentOf(open)).toEqual([agent, expect.anything()]);
      expect(await told(play, about)).toEqual(open);
    });
  });

  it("a stream that breaks has the agent fail with it", async () => {
    const play: Play = (veto) => run(AI_7, asked(veto, [{ stream: [new RangeError("cut")] }]), true);
    const open = await told(play, {});
    expect(agentOf(open)).toEqual(["invoke_agent error RangeError", expect.anything()]);
    for (const [, veto] of VETOES) expect(await told(play, veto)).toEqual(open);
  });
});

describe.each(VETOES)("where %s kept back", (_what, about) => {
  const blue: readonly Reply[] = [{ text: "blue, I think" }];

  it("an answer of another form than the agent's is its parse failure", async () => {
    const output = sdk.Output.object({ schema } as never);
    const play: Play = (veto) => run(AI_7, asked(veto, blue, { output }), false);
    const open = await told(play, {});
    expect(agentOf(open)).toEqual(["invoke_agent error AI_NoObjectGeneratedError", { parseFailure: true }]);
    expect(await told(play, about)).toEqual(open);
  });

  it("it is one parse failure, though what is around it gets the error itself", async () => {
    const output = sdk.Output.object({ schema } as never);
    const play: Play = (veto, { telemetry }) => {
      return telemetry.run({ name: "task", label: "job" }, () => run(AI_7, asked(veto, blue, { output }), false));
    };
    expect(await told(play, about)).toEqual(await told(play, {}));
  });

  it.each<[string, Play]>([
    ["itself", (veto) => Promise.resolve(sdk.generateObject({ ...asked(veto, blue), schema } as never))],
    [
      "by its wrapped model",
      (veto, { telemetry }) => {
        const model = byInstrumentModel(AI_7, scriptedModel("v4", blue), telemetry);
        return Promise.resolve(sdk.generateObject({ ...asked(veto, blue), model, schema } as never));
      },
    ],
  ])("an object that cannot be read is a parse failure beside its call, told %s", async (_told, play) => {
    const open = await told(play, {});
    expect(open.at(-1)).toEqual(["task error AI_NoObjectGeneratedError", { parseFailure: true }]);
    expect(await told(play, about)).toEqual(open);
  });

  it("nobody knows why a call has failed that is only told of", async () => {
    const play: Play = (veto) => {
      return Promise.resolve(sdk.generateObject({ ...asked(veto, [{ throws: refused() }]), schema } as never));
    };
    expect(await told(play, {})).toEqual([["chat error 429", {}]]);
    expect(await told(play, about)).toEqual([["chat error _OTHER", {}]]);
  });

  it("nobody knows why an agent has failed in which nothing has", async () => {
    const prepareStep = (): never => {
      throw new RangeError("not ready");
    };
    const play: Play = (veto) => run(AI_7, asked(veto, blue, { prepareStep }), false);
    expect(await told(play, about)).toEqual([["invoke_agent error _OTHER", {}]]);
  });
});
