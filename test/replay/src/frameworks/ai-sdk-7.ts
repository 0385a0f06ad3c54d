import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createAzure } from "@ai-sdk/azure";
import { createCohere } from "@ai-sdk/cohere";
import { createDeepSeek } from "@ai-sdk/deepseek";
import { createGoogle } from "@ai-sdk/google";
import { createGroq } from "@ai-sdk/groq";
import { createMistral } from "@ai-sdk/mistral";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { createXai } from "@ai-sdk/xai";
import { isospanEmbeddingMiddleware, isospanMiddleware, isospanTelemetry } from "@isospan/ai-sdk";
import type { Telemetry } from "@isospan/core";
import { embed, generateText, streamText, wrapEmbeddingModel, wrapLanguageModel } from "ai";
import { createXai as createXaiChat } from "xai4";
import { type AiSdk, ASKED, toFramework } from "./ai-sdk.ts";
import { packages5 } from "./ai-sdk-5-packages.ts";
import type { AiSdkPackages } from "./ai-sdk-packages.ts";
import type { Framework } from "./framework.ts";

/** Its provider packages speak version 4 of the models' specification. */
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
  createXaiChat,
};

const wrapped: Omit<AiSdk<Model, EmbeddingModel>, "name" | "packages"> = {
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
};

export const aiSdk7: Framework = toFramework({ ...wrapped, name: "ai-sdk-7", packages });

/** Where an application has moved to version 7 and its provider packages have not: the SDK converts their answers. */
export const aiSdk7OldModels: Framework = toFramework({
  ...wrapped,
  name: "ai-sdk-7-old-models",
  packages: packages5,
  embed: () => Promise.reject(new TypeError("The types of version 7 take no embedding model of version 5")),
});

/** The same calls on models that nobody wrapped, told by the SDK itself. */
export const aiSdk7Telemetry: Framework = toFramework<Model, EmbeddingModel>({
  name: "ai-sdk-7-telemetry",
  packages,
  generate: (model, telemetry) => generateText({ ...ASKED, model, telemetry: toOptions(telemetry) }),
  stream: (model, telemetry) => streamText({ ...ASKED, model, telemetry: toOptions(telemetry) }).fullStream,
  embed: (model, telemetry) => embed({ maxRetries: 0, value: ASKED.prompt, model, telemetry: toOptions(telemetry) }),
});

function toOptions(telemetry: Telemetry) {
  return { integrations: isospanTelemetry({ telemetry }) };
}

type Model = Parameters<typeof wrapLanguageModel>[0]["model"];
type EmbeddingModel = Parameters<typeof wrapEmbeddingModel>[0]["model"];
