import type { embed, wrapLanguageModel } from "ai5";
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
import type { AiSdkPackages } from "./ai-sdk-packages.ts";

export type Model = Parameters<typeof wrapLanguageModel>[0]["model"];
export type EmbeddingModel = Exclude<Parameters<typeof embed>[0]["model"], string>;

/** The provider packages of version 5. They speak version 2 of the models' specification. */
export const packages5: AiSdkPackages<Model, EmbeddingModel> = {
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
