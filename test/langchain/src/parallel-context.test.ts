import { HumanMessage } from "@langchain/core/messages";
import { RunnableLambda, RunnableParallel } from "@langchain/core/runnables";
import { describe, expect, it, onTestFinished } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { tick } from "./tools.ts";

describe("runs beside one another", () => {
  const model = (http: (name: string) => void, name: string) =>
    new ScriptedModel({ name, inside: () => tick().then(() => http(`http ${name}`)) });

  it("keep their own requests under `Promise.all`", async () => {
    const { callbacks, http, tracer, tree } = setUp();
    await tracer.startActiveSpan("request", async (request) => {
      await Promise.all(["a", "b", "c"].map((name) => model(http, name).invoke("Hello", { callbacks })));
      request.end();
    });
    expect(tree()).toEqual(["request", ...["a", "b", "c"].flatMap((name) => [`  chat ${name}`, `    http ${name}`])]);
  });

  it("keep their own requests in the branches of a RunnableParallel", async () => {
    const { callbacks, http, tracer, tree } = setUp();
    const both = RunnableParallel.from({ a: model(http, "a"), b: model(http, "b") });
    await tracer.startActiveSpan("request", async (request) => {
      await both.invoke("Hello", { callbacks });
      http("after");
      request.end();
    });
    expect(tree()).toEqual([
      "request",
      "  invoke_workflow RunnableMap",
      "    chat a",
      "      http a",
      "    chat b",
      "      http b",
      "  after",
    ]);
  });

  it("are siblings in a batch", async () => {
    const { callbacks, http, tracer, tree } = setUp();
    const flow = RunnableLambda.from(async (text: string) => {
      await tick();
      http(`http ${text}`);
    }).withConfig({ runName: "flow" });
    await tracer.startActiveSpan("request", async (request) => {
      await flow.batch(["a", "b"], { callbacks });
      http("after");
      request.end();
    });
    expect(tree()).toEqual([
      "request",
      "  invoke_workflow flow",
      "    http a",
      "  invoke_workflow flow",
      "    http b",
      "  after",
    ]);
  });

  it("are siblings in a model's batch, one call each", async () => {
    const { callbacks, tracer, tree } = setUp();
    await tracer.startActiveSpan("request", async (request) => {
      await new ScriptedModel().batch(["a", "b"], { callbacks });
      request.end();
    });
    expect(tree()).toEqual(["request", "  chat m", "  chat m"]);
  });

  it("are siblings where one model gets two prompts at once", async () => {
    const { callbacks, tracer, tree } = setUp();
    await tracer.startActiveSpan("request", async (request) => {
      await new ScriptedModel().generate(TWO_PROMPTS, { callbacks });
      request.end();
    });
    expect(tree()).toEqual(["request", "  chat m", "  chat m"]);
  });

  it("are siblings where one model gets two prompts, and nothing but LangChain's core is loaded", async () => {
    withoutLangChainsStorage();
    const { callbacks, tracer, tree } = setUp();
    await tracer.startActiveSpan("request", async (request) => {
      await new ScriptedModel().generate(TWO_PROMPTS, { callbacks });
      request.end();
    });
    expect(tree()).toEqual(["request", "  chat m", "  chat m"]);
  });
});

const TWO_PROMPTS = [[new HumanMessage("a")], [new HumanMessage("b")]];

/** LangGraph sets it up. Without it, LangChain calls handlers in the caller's own context. */
function withoutLangChainsStorage(): void {
  const key = Symbol.for("ls:tracing_async_local_storage");
  const { [key]: storage } = globalThis as { [key]?: unknown };
  Reflect.deleteProperty(globalThis, key);
  onTestFinished(() => void Reflect.set(globalThis, key, storage));
}
