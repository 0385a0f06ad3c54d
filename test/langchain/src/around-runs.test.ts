import { HumanMessage } from "@langchain/core/messages";
import { RunnableLambda } from "@langchain/core/runnables";
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, tick, toTool } from "./tools.ts";

type Run = (config: object) => Promise<unknown>;

const toModel = () => new ScriptedModel({ inside: tick });
const step = RunnableLambda.from(async (text: string) => tick().then(() => text));
const flow = new StateGraph(MessagesAnnotation)
  .addNode("step", tick as never)
  .addEdge("__start__", "step")
  .compile({ name: "flow" });

const RUNS: readonly (readonly [kind: string, run: Run])[] = [
  ["a model", (config) => toModel().invoke("Hello", config)],
  ["a model's stream", (config) => read(toModel().stream("Hello", config))],
  [
    "a model with two prompts",
    (config) => toModel().generate([[new HumanMessage("a")], [new HumanMessage("b")]], config),
  ],
  ["a step", (config) => step.invoke("Hello", config)],
  ["a step's batch", (config) => step.batch(["a", "b"], config)],
  ["a chain", (config) => step.pipe(toModel()).invoke("Hello", config)],
  ["a chain's stream", (config) => read(step.pipe(toModel()).stream("Hello", config))],
  ["a tool", (config) => toTool("search", tick).invoke({}, config)],
  ["a graph", (config) => flow.invoke(ASK, config)],
  ["a graph's stream", (config) => read(flow.stream(ASK, config))],
  ["an agent", (config) => createAgent({ name: "planner", model: toModel(), tools: [] }).invoke(ASK, config)],
];

async function read(stream: Promise<AsyncIterable<unknown>>): Promise<void> {
  for await (const _ of await stream);
}

describe.each(RUNS)("what the application does around %s", (_kind, run) => {
  it("stays under its request: at once, meanwhile and after", async () => {
    const { callbacks, http, spans, tracer } = setUp();
    await tracer.startActiveSpan("request", async (request) => {
      const running = run({ callbacks });
      http("at once");
      await Promise.resolve();
      http("meanwhile");
      await running;
      http("after");
      request.end();
    });
    const request = spans()[0]?.spanContext().spanId;
    const own = spans().filter((span) => ["at once", "meanwhile", "after"].includes(span.name));
    expect(own.map((span) => span.parentSpanContext?.spanId)).toEqual([request, request, request]);
  });

  it("is in its trace, and so is the run", async () => {
    const { callbacks, spans, tracer } = setUp();
    await tracer.startActiveSpan("request", async (request) => {
      await run({ callbacks });
      request.end();
    });
    const outermost = spans().filter((span) => /^(chat|execute_tool|invoke_)/.test(span.name));
    expect(outermost.length).toBeGreaterThan(0);
    expect(new Set(spans().map((span) => span.spanContext().traceId)).size).toBe(1);
  });
});
