import {
  instrumentModel,
  instrumentProvider,
  isospanCallTelemetry,
  isospanEmbeddingMiddleware,
  isospanMiddleware,
} from "@isospan/ai-sdk";
import { createOpenAI as createOpenAI5 } from "ai5-openai";
import {
  type EmbeddingModel,
  generateText,
  type ImageModel,
  type LanguageModel,
  type LanguageModelMiddleware,
  streamText,
  type TelemetrySettings,
  ToolLoopAgent,
  wrapEmbeddingModel,
  wrapLanguageModel,
  wrapProvider,
} from "ai6";
import { createOpenAI, type OpenAIProvider } from "ai6-openai";
import { expect, test } from "vitest";

const openai = createOpenAI({ apiKey: "none" });
const old = createOpenAI5({ apiKey: "none" });

// The compiler is the judge; at run time these only show that nothing is converted on the way.
test("what instruments has the types of AI SDK 6", () => {
  const middleware: LanguageModelMiddleware = isospanMiddleware();
  const provider: OpenAIProvider = instrumentProvider(openai);
  const language: LanguageModel = instrumentModel(openai.responses("m"));
  const oldLanguage: LanguageModel = instrumentModel(old.chat("m"));
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
  const telemetry: TelemetrySettings = isospanCallTelemetry({ functionId: "f" });
  expect([language, oldLanguage, embedding, image, wrapped, many, embeddings, all.languageModel("m")]).toHaveLength(8);
  expect(telemetry.isEnabled).toBe(true);
});

test("functions of AI SDK 6 take what instruments", () => {
  const calls = (): unknown => {
    const model = instrumentProvider(openai)("m");
    const experimental_telemetry = isospanCallTelemetry({ functionId: "f" });
    const agent = new ToolLoopAgent({ model, experimental_telemetry });
    return [
      generateText({ model, prompt: "p", experimental_telemetry }),
      generateText({ model: instrumentProvider(old)("m"), prompt: "p", experimental_telemetry }),
      streamText({ model, prompt: "p", experimental_telemetry }),
      agent.generate({ prompt: "p" }),
    ];
  };
  // They would go out to the network.
  expect(calls).toBeTypeOf("function");
});
