import type { WireName } from "../exchange.ts";
import type { AiSdkPackages } from "./ai-sdk-packages.ts";
import type { Call } from "./framework.ts";

export interface AiSdkModel {
  /** The package's name, after `@ai-sdk/`. */
  readonly name: string;
  readonly wire: WireName;
  /** Whose it is, by the name of the recordings' folder. */
  readonly provider: string;
  /** Whether it plays everybody who speaks this format and has no package of his own. */
  readonly forAll?: true;
  make<Model, EmbeddingModel>(packages: AiSdkPackages<Model, EmbeddingModel>, call: Call, provider: string): Model;
}

const apiKey = "no-key";

const MODELS: readonly AiSdkModel[] = [
  {
    name: "openai",
    wire: "openai-chat",
    provider: "openai",
    make: ({ createOpenAI }, call) => createOpenAI(below(call, "/v1")).chat(call.model),
  },
  {
    name: "openai",
    wire: "openai-responses",
    provider: "openai",
    forAll: true,
    make: ({ createOpenAI }, call) => createOpenAI(below(call, "/v1")).responses(call.model),
  },
  {
    name: "openai-compatible",
    wire: "openai-chat",
    provider: "openai-compatible",
    forAll: true,
    make: ({ createOpenAICompatible }, call, provider) =>
      createOpenAICompatible({ ...below(call, "/v1"), name: provider }).languageModel(call.model),
  },
  {
    name: "azure",
    wire: "openai-chat",
    provider: "azure",
    make: ({ createAzure }, call) => createAzure(below(call, "/openai")).chat(call.model),
  },
  {
    name: "azure",
    wire: "openai-responses",
    provider: "azure",
    make: ({ createAzure }, call) => createAzure(below(call, "/openai")).responses(call.model),
  },
  {
    name: "anthropic",
    wire: "anthropic-messages",
    provider: "anthropic",
    forAll: true,
    make: ({ createAnthropic }, call) => createAnthropic(below(call, "/v1")).languageModel(call.model),
  },
  {
    name: "google",
    wire: "google-generate-content",
    provider: "google",
    forAll: true,
    make: ({ createGoogle }, call) => createGoogle(below(call, "/v1beta")).languageModel(call.model),
  },
  {
    name: "mistral",
    wire: "openai-chat",
    provider: "mistral",
    make: ({ createMistral }, call) => createMistral(below(call, "/v1")).languageModel(call.model),
  },
  {
    name: "groq",
    wire: "openai-chat",
    provider: "groq",
    make: ({ createGroq }, call) => createGroq(below(call, "/openai/v1")).languageModel(call.model),
  },
  {
    name: "deepseek",
    wire: "openai-chat",
    provider: "deepseek",
    make: ({ createDeepSeek }, call) => createDeepSeek(below(call, "")).languageModel(call.model),
  },
  {
    name: "xai",
    wire: "openai-chat",
    provider: "xai",
    make: ({ createXaiChat }, call) => createXaiChat(below(call, "/v1")).chat(call.model),
  },
  {
    name: "xai",
    wire: "openai-responses",
    provider: "xai",
    make: ({ createXai }, call) => createXai(below(call, "/v1")).responses(call.model),
  },
  {
    name: "amazon-bedrock",
    wire: "bedrock-converse",
    provider: "amazon-bedrock",
    forAll: true,
    make: ({ createAmazonBedrock }, call) =>
      createAmazonBedrock({ ...below(call, ""), region: "us-east-1" }).languageModel(call.model),
  },
  {
    name: "cohere",
    wire: "cohere-chat",
    provider: "cohere",
    forAll: true,
    make: ({ createCohere }, call) => createCohere(below(call, "/v2")).languageModel(call.model),
  },
];

/** The provider's own package, else the one that speaks its format. */
export function findAiSdkModel(provider: string, wire: WireName): AiSdkModel | undefined {
  const speaking = MODELS.filter((each) => each.wire === wire);
  return speaking.find((each) => each.provider === provider) ?? speaking.find(({ forAll }) => forAll);
}

export function makeOpenAIEmbeddings<Model, EmbeddingModel>(
  { createOpenAI }: AiSdkPackages<Model, EmbeddingModel>,
  call: Call,
): EmbeddingModel {
  return createOpenAI(below(call, "/v1")).embedding(call.model);
}

function below({ baseUrl }: Call, path: string) {
  return { apiKey, baseURL: `${baseUrl}${path}` };
}
