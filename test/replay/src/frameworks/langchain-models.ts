import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { ChatAnthropic } from "@langchain/anthropic";
import { ChatBedrockConverse } from "@langchain/aws";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { ChatDeepSeek } from "@langchain/deepseek";
import { ChatGoogleGenerativeAI } from "@langchain/google-genai";
import { ChatGroq } from "@langchain/groq";
import { ChatMistralAI } from "@langchain/mistralai";
import { AzureChatOpenAI, ChatOpenAI } from "@langchain/openai";
import { ChatXAI, ChatXAIResponses } from "@langchain/xai";
import type { WireName } from "../exchange.ts";
import type { Call } from "./framework.ts";

export interface ModelMaker {
  readonly name: string;
  readonly wire: WireName;
  /** Whose it is, by the name of the recordings' folder. */
  readonly provider: string;
  /** Whether it plays everybody who speaks this format and has no client of his own. */
  readonly forAll?: true;
  /** Amazon's own client speaks it. */
  readonly http2?: true;
  make(call: Call): BaseChatModel;
}

const apiKey = "no-key";
/** One request for one answer, errors included. */
const once = { maxRetries: 0 };

const MODELS: readonly ModelMaker[] = [
  {
    name: "ChatOpenAI",
    wire: "openai-chat",
    provider: "openai",
    forAll: true,
    make: ({ baseUrl, model }) =>
      new ChatOpenAI({ ...once, model, apiKey, useResponsesApi: false, configuration: { baseURL: `${baseUrl}/v1` } }),
  },
  {
    name: "ChatOpenAI",
    wire: "openai-responses",
    provider: "openai",
    forAll: true,
    make: ({ baseUrl, model }) =>
      new ChatOpenAI({ ...once, model, apiKey, useResponsesApi: true, configuration: { baseURL: `${baseUrl}/v1` } }),
  },
  {
    name: "AzureChatOpenAI",
    wire: "openai-chat",
    provider: "azure",
    make: ({ baseUrl, model }) => new AzureChatOpenAI({ ...toAzure(baseUrl, model), useResponsesApi: false }),
  },
  {
    name: "AzureChatOpenAI",
    wire: "openai-responses",
    provider: "azure",
    make: ({ baseUrl, model }) => new AzureChatOpenAI({ ...toAzure(baseUrl, model), useResponsesApi: true }),
  },
  {
    name: "ChatAnthropic",
    wire: "anthropic-messages",
    provider: "anthropic",
    forAll: true,
    make: ({ baseUrl, model }) => new ChatAnthropic({ ...once, model, apiKey, anthropicApiUrl: baseUrl }),
  },
  {
    name: "ChatGoogleGenerativeAI",
    wire: "google-generate-content",
    provider: "google",
    forAll: true,
    make: ({ baseUrl, model }) => new ChatGoogleGenerativeAI({ ...once, model, apiKey, baseUrl }),
  },
  {
    name: "ChatMistralAI",
    wire: "openai-chat",
    provider: "mistral",
    make: ({ baseUrl, model }) => new ChatMistralAI({ ...once, model, apiKey, serverURL: baseUrl }),
  },
  {
    name: "ChatGroq",
    wire: "openai-chat",
    provider: "groq",
    make: ({ baseUrl, model }) => new ChatGroq({ ...once, model, apiKey, baseUrl }),
  },
  {
    name: "ChatDeepSeek",
    wire: "openai-chat",
    provider: "deepseek",
    make: ({ baseUrl, model }) => new ChatDeepSeek({ ...once, model, apiKey, configuration: { baseURL: baseUrl } }),
  },
  {
    name: "ChatXAI",
    wire: "openai-chat",
    provider: "xai",
    make: ({ baseUrl, model }) => new ChatXAI({ ...once, model, apiKey, baseURL: `${baseUrl}/v1` }),
  },
  {
    name: "ChatXAIResponses",
    wire: "openai-responses",
    provider: "xai",
    make: ({ baseUrl, model }) => new ChatXAIResponses({ ...once, model, apiKey, baseURL: `${baseUrl}/v1` }),
  },
  {
    name: "ChatBedrockConverse",
    wire: "bedrock-converse",
    provider: "amazon-bedrock",
    forAll: true,
    http2: true,
    make: ({ baseUrl, model }) => {
      const region = "us-east-1";
      const credentials = { accessKeyId: apiKey, secretAccessKey: apiKey };
      // The class itself takes only hosts with TLS.
      const client = new BedrockRuntimeClient({ region, credentials, endpoint: baseUrl, maxAttempts: 1 });
      return new ChatBedrockConverse({ ...once, model, region, credentials, client });
    },
  },
];

/** The provider's own package, else the one that speaks its format. */
export function findModel(provider: string, wire: WireName): ModelMaker | undefined {
  const speaking = MODELS.filter((each) => each.wire === wire);
  return speaking.find((each) => each.provider === provider) ?? speaking.find(({ forAll }) => forAll);
}

function toAzure(baseUrl: string, model: string) {
  return {
    ...once,
    model,
    azureOpenAIApiKey: apiKey,
    azureOpenAIApiVersion: "2025-04-01-preview",
    azureOpenAIApiDeploymentName: model,
    azureOpenAIBasePath: `${baseUrl}/openai/deployments`,
  };
}
