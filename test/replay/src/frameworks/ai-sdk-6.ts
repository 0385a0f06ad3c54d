import { generateText, streamText, wrapLanguageModel } from "ai6";
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
import { toFramework } from "./ai-sdk.ts";
import type { Framework } from "./framework.ts";

/** Its provider packages speak version 3 of the models' specification. */
export const aiSdk6: Framework = toFramework<Model>({
  name: "ai-sdk-6",
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
