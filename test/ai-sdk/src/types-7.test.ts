import { createOpenAI, type OpenAIProvider } from "@ai-sdk/openai";
import {
  instrumentModel,
  instrumentProvider,
  isospanCallTelemetry,
  isospanEmbeddingMiddleware,
  isospanMiddleware,
  isospanTelemetry,
} from "@isospan/ai-sdk";
import {
  type EmbeddingModel,
  generateText,
  type ImageModel,
  type LanguageModel,
  type LanguageModelMiddleware,
  registerTelemetry,
  streamText,
  type Telemetry,
  ToolLoopAgent,
  wrapEmbeddingModel,
  wrapLanguageModel,
  wrapProvider,
} from "ai";
import { expect, test } from "vitest";

const openai = createOpenAI({ apiKey: "none" });

// The compiler is the judge; at run time these only show that nothing is converted on the way.
test("what instruments has the types of AI SDK 7", () => {
  const middleware: LanguageModelMiddleware = isospanMiddleware();
  const provider: OpenAIProvider = instrumentProvider(openai);
  const language: LanguageModel = instrumentModel(openai.responses("m"));
  const embedding: EmbeddingModel = instrumentModel(openai.embedding("m"));
  const image: ImageModel = instrumentModel(openai.image("m"));
  const wrapped: LanguageModel = wrapLanguageModel({ model: openai.chat("m"), middleware });
  const many: LanguageModel = wrapLanguageModel({
    model: provider("m"),
    middleware: [middleware, isospanMiddleware()],
  });
  const embeddings: EmbeddingModel = wrapEmbeddingModel({
    model: openai.embedding("m"),
    middleware: isospanEmbeddingMiddleware(),
  });
  const all = wrapProvider({ provider: openai, languageModelMiddleware: isospanMiddleware() });
  const telemetry: Telemetry = isospanTelemetry();
  expect([language, embedding, image, wrapped, many, embeddings, all.languageModel("m")]).toHaveLength(7);
  expect(telemetry).toHaveProperty("onStart");
});

test("functions of AI SDK 7 take what instruments", () => {
  const calls = (): unknown => {
    const model = instrumentProvider(openai)("m");
    registerTelemetry(isospanTelemetry());
    const telemetry = { functionId: "f", integrations: [isospanTelemetry()] };
    const agent = new ToolLoopAgent({ model, telemetry });
    return [
      generateText({ model, prompt: "p", telemetry }),
      streamText({ model, prompt: "p", telemetry }),
      agent.generate({ prompt: "p" }),
      // Left over from version 6.
      generateText({ model, prompt: "p", experimental_telemetry: isospanCallTelemetry() }),
    ];
  };
  // They would go out to the network.
  expect(calls).toBeTypeOf("function");
});
