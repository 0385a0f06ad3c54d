import { FakeStreamingLLM } from "@langchain/core/utils/testing";
import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

const OPENAI = { id: ["langchain", "llms", "openai", "OpenAI"] };
const result = {
  generations: [[{ text: "sunny", generationInfo: { finishReason: "stop" } }]],
  llmOutput: { tokenUsage: { promptTokens: 7, completionTokens: 2 } },
};

describe("a text model", () => {
  it("is a text completion, its provider told by its namespace", () => {
    const { handler, record } = setUp();
    handler.handleLLMStart(OPENAI, ["Weather?"], "m", undefined, { invocation_params: { model: "davinci" } });
    handler.handleLLMEnd(result, "m");
    expect(record()).toMatchObject({
      name: "text_completion",
      provider: "openai",
      model: "davinci",
      usage: { inputTokens: 7, outputTokens: 2 },
      response: { finishReasons: ["stop"] },
      outcome: "ok",
    });
  });

  it.each(["AzureOpenAI", "AzureOpenAI$1"])(
    "of Azure has OpenAI's namespace, and its class says whose it is: %s",
    (name) => {
      const { handler, record } = setUp();
      handler.handleLLMStart({ id: ["langchain", "llms", "openai", name] }, ["Weather?"], "m");
      handler.handleLLMEnd(result, "m");
      expect(record().provider).toBe("azure.ai.openai");
    },
  );

  it("has its prompt and its answer as messages, where content is on", () => {
    const { handler, record } = setUp({ content: true });
    handler.handleLLMStart(OPENAI, ["Weather?"], "m");
    handler.handleLLMEnd(result, "m");
    expect(record().input).toEqual([{ role: "user", parts: [{ type: "text", content: "Weather?" }] }]);
    expect(record().output).toMatchObject([{ role: "assistant", parts: [{ type: "text", content: "sunny" }] }]);
  });

  it("of LangChain's own is recorded, streamed", async () => {
    const { handler, record } = setUp();
    const model = new FakeStreamingLLM({ responses: ["sunny"] });
    for await (const _ of await model.stream("Weather?", { callbacks: [handler] }));
    expect(record()).toMatchObject({ name: "text_completion", outcome: "ok", chunks: 5, request: { stream: true } });
  });

  it("that fails is an error", () => {
    const { handler, record } = setUp();
    handler.handleLLMStart(OPENAI, ["Weather?"], "m");
    handler.handleLLMError(Object.assign(new Error("Slow down"), { status: 429 }), "m");
    expect(record()).toMatchObject({ name: "text_completion", outcome: "error", error: { type: "429" } });
  });
});
