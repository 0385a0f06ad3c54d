import { instrumentModel, isospanMiddleware } from "@isospan/ai-sdk";
import { embed, generateText, streamText, wrapLanguageModel } from "ai5";
import { createAmazonBedrock } from "ai5-amazon-bedrock";
import { createAnthropic } from "ai5-anthropic";
import { createAzure } from "ai5-azure";
import { createCohere } from "ai5-cohere";
import { createDeepSeek } from "ai5-deepseek";
import { createGoogleGenerativeAI as createGoogle } from "ai5-google";
import { createGroq } from "ai5-groq";
import { createMistral } from "ai5-mistral";
import { createOpenAI } from "ai5-openai";
import { createOpenAICompatible } from "ai5-openai-compatible";
import { createXai } from "ai5-xai";
import { ASKED, toFramework } from "./ai-sdk.ts";
import type { AiSdkPackages } from "./ai-sdk-packages.ts";
import type { Framework } from "./framework.ts";

/** Its provider packages speak version 2 of the models' specification. */
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

export const aiSdk5: Framework = toFramework<Model, EmbeddingModel>({
  name: "ai-sdk-5",
  packages,
  generate: (model, telemetry) =>
    generateText({ ...ASKED, model: wrapLanguageModel({ model, middleware: isospanMiddleware({ telemetry }) }) }),
  stream: (model, telemetry) =>
    streamText({ ...ASKED, model: wrapLanguageModel({ model, middleware: isospanMiddleware({ telemetry }) }) })
      .fullStream,
  embed: (model, telemetry) =>
    embed({ maxRetries: 0, value: ASKED.prompt, model: instrumentModel(model, { telemetry }) }),
});

type Model = Parameters<typeof wrapLanguageModel>[0]["model"];
type EmbeddingModel = Exclude<Parameters<typeof embed>[0]["model"], string>;
