import { isospanEmbeddingMiddleware, isospanMiddleware } from "@isospan/ai-sdk";
import { embed, generateText, streamText, wrapEmbeddingModel, wrapLanguageModel } from "ai6";
import { createAmazonBedrock } from "ai6-amazon-bedrock";
import { createAnthropic } from "ai6-anthropic";
import { createAzure } from "ai6-azure";
import { createCohere } from "ai6-cohere";
import { createDeepSeek } from "ai6-deepseek";
import { createGoogleGenerativeAI as createGoogle } from "ai6-google";
import { createGroq } from "ai6-groq";
import { createMistral } from "ai6-mistral";
import { createOpenAI } from "ai6-openai";
import { createOpenAICompatible } from "ai6-openai-compatible";
import { createXai } from "ai6-xai";
import { ASKED, toFramework } from "./ai-sdk.ts";
import type { AiSdkPackages } from "./ai-sdk-packages.ts";
import type { Framework } from "./framework.ts";

/** Its provider packages speak version 3 of the models' specification. */
const packages: AiSdkPackages<Model, EmbeddingModel> = {
  createAmazonBedrock,
  createAnthropic,
  createAzure,
  createCohere,
  createDeepSeek,
  createGoogle,
  createGroq,
  createMistral,
  createOpenAI,
  createOpenAICompatible,
  createXai,
  createXaiChat: createXai,
};

export const aiSdk6: Framework = toFramework<Model, EmbeddingModel>({
  name: "ai-sdk-6",
  packages,
  generate: (model, telemetry) =>
    generateText({ ...ASKED, model: wrapLanguageModel({ model, middleware: isospanMiddleware({ telemetry }) }) }),
  stream: (model, telemetry) =>
    streamText({ ...ASKED, model: wrapLanguageModel({ model, middleware: isospanMiddleware({ telemetry }) }) })
      .fullStream,
  embed: (model, telemetry) =>
    embed({
      maxRetries: 0,
      value: ASKED.prompt,
      model: wrapEmbeddingModel({ model, middleware: isospanEmbeddingMiddleware({ telemetry }) }),
    }),
});

type Model = Parameters<typeof wrapLanguageModel>[0]["model"];
type EmbeddingModel = Parameters<typeof wrapEmbeddingModel>[0]["model"];
