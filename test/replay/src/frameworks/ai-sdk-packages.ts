interface Options {
  readonly apiKey: string;
  readonly baseURL: string;
}

interface Provider<Model> {
  languageModel(modelId: string): Model;
}

interface OpenAIProvider<Model> {
  chat(modelId: string): Model;
  responses(modelId: string): Model;
}

/** What is used of the provider packages, in the words of all their versions: they differ in the models they make. */
export interface AiSdkPackages<Model, EmbeddingModel> {
  createAmazonBedrock(options: Options & { readonly region: string }): Provider<Model>;
  createAnthropic(options: Options): Provider<Model>;
  createAzure(options: Options): OpenAIProvider<Model>;
  createCohere(options: Options): Provider<Model>;
  createDeepSeek(options: Options): Provider<Model>;
  createGoogle(options: Options): Provider<Model>;
  createGroq(options: Options): Provider<Model>;
  createMistral(options: Options): Provider<Model>;
  createOpenAI(options: Options): OpenAIProvider<Model> & { embedding(modelId: string): EmbeddingModel };
  createOpenAICompatible(options: Options & { readonly name: string }): Provider<Model>;
  createXai(options: Options): Pick<OpenAIProvider<Model>, "responses">;
  /** The newest version of xAI's package speaks its responses alone. */
  createXaiChat(options: Options): Pick<OpenAIProvider<Model>, "chat">;
}
