import { instrumentModel, instrumentProvider, isospanCallTelemetry, isospanMiddleware } from "@isospan/ai-sdk";
import {
  Experimental_Agent as Agent,
  type EmbeddingModel,
  generateText,
  type ImageModel,
  type LanguageModel,
  type LanguageModelMiddleware,
  streamText,
  type TelemetrySettings,
  wrapLanguageModel,
  wrapProvider,
} from "ai5";
import { createOpenAI, type OpenAIProvider } from "ai5-openai";
import { expect, test } from "vitest";

const openai = createOpenAI({ apiKey: "none" });

// The compiler is the judge; at run time these only show that nothing is converted on the way.
test("what instruments has the types of AI SDK 5", () => {
  const middleware: LanguageModelMiddleware = isospanMiddleware();
  const provider: OpenAIProvider = instrumentProvider(openai);
  const language: LanguageModel = instrumentModel(openai.responses("m"));
  const embedding: EmbeddingModel<string> = instrumentModel(openai.embedding("m"));
  const image: ImageModel = instrumentModel(openai.image("m"));
  const wrapped: LanguageModel = wrapLanguageModel({ model: openai.chat("m"), middleware });
  const many: LanguageModel = wrapLanguageModel({
    model: provider("m"),
    middleware: [middleware, isospanMiddleware()],
  });
  const all = wrapProvider({ provider: openai, languageModelMiddleware: isospanMiddleware() });
  const telemetry: TelemetrySettings = isospanCallTelemetry({ functionId: "f" });
  expect([language, embedding, image, wrapped, many, all.languageModel("m")]).toHaveLength(6);
  expect(telemetry.isEnabled).toBe(true);
});

test("functions of AI SDK 5 take what instruments", () => {
  const calls = (): unknown => {
    const model = instrumentProvider(openai)("m");
    const experimental_telemetry = isospanCallTelemetry({ functionId: "f" });
    const agent = new Agent({ model, experimental_telemetry });
    return [
      generateText({ model, prompt: "p", experimental_telemetry }),
      streamText({ model, prompt: "p", experimental_telemetry }),
      agent.generate({ prompt: "p" }),
    ];
  };
  // They would go out to the network.
  expect(calls).toBeTypeOf("function");
});
