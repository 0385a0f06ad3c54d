import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { instrumentModel, isospanCallTelemetry } from "./index.ts";

interface Span {
  setAttribute(key: string, value: unknown): Span;
  end(): void;
}

const TOOL = { "ai.toolCall.name": "search", "ai.toolCall.id": "t", "ai.toolCall.args": '"secret question"' };
const ANSWER = { content: [{ type: "text", text: "secret answer" }], usage: { inputTokens: 3 } };
const ASKED = { prompt: [{ role: "user", content: "secret question" }] };

function made(options: object = {}, about: object = {}) {
  const { telemetry, ...rest } = setUp({ content: true, ...options });
  const { tracer } = isospanCallTelemetry({ telemetry, ...about });
  const doGenerate = async (_: object) => ANSWER;
  const model = instrumentModel({ provider: "p", modelId: "m", doGenerate, doStream: doGenerate }, { telemetry });
  const tool = (): unknown =>
    tracer.startActiveSpan("ai.toolCall", { attributes: TOOL }, (span: Span) => {
      span.setAttribute("ai.toolCall.result", '"secret answer"').end();
    });
  /** A run with one model call and one tool. */
  const agent = (name = "ai.generateText"): Promise<void> =>
    tracer.startActiveSpan(name, {}, async (span: Span) => {
      await tracer.startActiveSpan(`${name}.doGenerate`, {}, async (call: Span) => {
        await model.doGenerate(ASKED);
        call.end();
      });
      await tool();
      span.end();
    });
  return { tracer, agent, tool, telemetry, ...rest };
}

describe("an agent's span", () => {
  it("has the model's calls and the tools below it", async () => {
    const { agent, records } = made({}, { functionId: "planner" });
    await agent();
    const [call, tool, root] = records();
    expect(records().map(({ name }) => name)).toEqual(["chat", "execute_tool", "invoke_agent"]);
    for (const inside of [call, tool]) {
      expect(inside).toMatchObject({ parentSpanId: root?.spanId, agentPath: ["planner"] });
    }
  });

  it("within a tool is below that", async () => {
    const { tracer, agent, records } = made();
    await tracer.startActiveSpan("ai.toolCall", { attributes: TOOL }, async (span: Span) => {
      await agent("ai.streamText");
      span.end();
    });
    const [, , inner, tool] = records();
    expect(inner).toMatchObject({ name: "invoke_agent", parentSpanId: tool?.spanId });
  });

  it("is told from others that run at once and share the telemetry", async () => {
    const { agent, records } = made();
    await Promise.all([agent(), agent()]);
    const agents = records().filter(({ name }) => name === "invoke_agent");
    const parents = (name: string) => records().flatMap((each) => (each.name === name ? [each.parentSpanId] : []));
    expect(agents).toHaveLength(2);
    for (const name of ["chat", "execute_tool"]) {
      expect(new Set(parents(name))).toEqual(new Set(agents.map(({ spanId }) => spanId)));
    }
  });

  it("hands on what the work returns and throws", async () => {
    const { tracer } = made();
    const error = new TypeError("no");
    expect(tracer.startActiveSpan("ai.generateText", {}, () => 7)).toBe(7);
    await expect(tracer.startActiveSpan("ai.generateText", {}, () => Promise.reject(error))).rejects.toBe(error);
    expect(() =>
      tracer.startActiveSpan("ai.toolCall", {}, () => {
        throw error;
      }),
    ).toThrow(error);
  });
});

describe("content of a call that withholds", () => {
  it.each<[object, { question: boolean; answer: boolean }]>([
    [{}, { question: true, answer: true }],
    [{ recordInputs: false }, { question: false, answer: true }],
    [{ recordOutputs: false }, { question: true, answer: false }],
    [
      { recordInputs: false, recordOutputs: false },
      { question: false, answer: false },
    ],
  ])("%o is kept out of everything inside", async (wishes, expected) => {
    const { agent, records } = made({}, wishes);
    await agent();
    expect(records()).toHaveLength(3);
    for (const record of records().slice(0, 2)) {
      const written = JSON.stringify(record);
      expect({ question: written.includes("secret question"), answer: written.includes("secret answer") }).toEqual(
        expected,
      );
    }
  });
});

describe("a gate's refusal", () => {
  const refusal = new Error("over budget");
  const refuse = (): never => {
    throw refusal;
  };

  it.each<[string, () => void | Promise<void>]>([
    ["at once", refuse],
    ["late", () => Promise.reject(refusal)],
  ])("that comes %s stops the run before it begins", async (_when, enter) => {
    const { tracer, record } = made({ gates: [{ enter }] });
    let reached = false;
    const run = async () =>
      tracer.startActiveSpan("ai.generateText", {}, () => {
        reached = true;
      });
    await expect(run()).rejects.toBe(refusal);
    expect(reached).toBe(false);
    expect(record()).toMatchObject({ outcome: "denied" });
  });

  it.each<[string, () => void | Promise<void>]>([
    ["at once", () => {}],
    ["late", async () => {}],
  ])("that does not come, %s, lets the run go on in its place", async (_when, enter) => {
    const { agent, records } = made({ gates: [{ enter }] });
    await agent();
    expect(records().map(({ outcome }) => outcome)).toEqual(["ok", "ok", "ok"]);
    expect(records()[0]?.parentSpanId).toBe(records()[2]?.spanId);
  });

  it("of a tool is thrown where the tool would have run", () => {
    const enter = ({ tool }: { tool?: object }): void => {
      if (tool !== undefined) throw refusal;
    };
    const { tool, record } = made({ gates: [{ enter }] });
    expect(tool).toThrow(refusal);
    expect(record()).toMatchObject({ name: "execute_tool", outcome: "denied" });
  });
});
