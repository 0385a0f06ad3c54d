import { generateText, streamText, wrapLanguageModel } from "ai5";
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
import { toFramework } from "./ai-sdk.ts";
import type { Framework } from "./framework.ts";

/** Its provider packages speak version 2 of the models' specification. */
export const aiSdk5: Framework = toFramework<Model>({
  name: "ai-sdk-5",
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
    createXaiChat: createXai,
  },
  generate: (model, middleware) =>
    generateText({ model: wrapLanguageModel({ model, middleware }), prompt: "Hello", maxRetries: 0 }),
  stream: (model, middleware) =>
    streamText({ model: wrapLanguageModel({ model, middleware }), prompt: "Hello", maxRetries: 0, onError: () => {} })
      .fullStream,
});

type Model = Parameters<typeof wrapLanguageModel>[0]["model"];
