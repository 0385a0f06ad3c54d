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
import { generateText, streamText, wrapLanguageModel } from "ai";
import { createXai as createXaiChat } from "xai4";
import { toFramework } from "./ai-sdk.ts";
import type { Framework } from "./framework.ts";

/** Its provider packages speak version 4 of the models' specification. */
export const aiSdk7: Framework = toFramework<Model>({
  name: "ai-sdk-7",
  packages: {
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
  },
  generate: (model, middleware) =>
    generateText({ model: wrapLanguageModel({ model, middleware }), prompt: "Hello", maxRetries: 0 }),
  stream: (model, middleware) =>
    streamText({ model: wrapLanguageModel({ model, middleware }), prompt: "Hello", maxRetries: 0, onError: () => {} })
      .fullStream,
});

type Model = Parameters<typeof wrapLanguageModel>[0]["model"];
