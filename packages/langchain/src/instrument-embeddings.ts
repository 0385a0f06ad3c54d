import { type AdapterOptions, ConfigurationError, type OperationStart, telemetrySource } from "@isospan/core";
import { NAME, number, object, text } from "./shapes.ts";
import { wrapOnce } from "./wrap-once.ts";

/** What LangChain's embeddings have in common. */
export interface Embeddings {
  embedQuery(text: string): Promise<number[]>;
  embedDocuments(texts: string[]): Promise<number[][]>;
}

export interface InstrumentEmbeddingsOptions extends AdapterOptions {
  /** The provider's name. @default from the class's name: `OpenAIEmbeddings` is `openai` */
  readonly provider?: string | undefined;
  /** @default the embeddings' own `model` */
  readonly model?: string | undefined;
}

/** What a class is called, without "Embeddings", where that is no provider's name yet. */
const PROVIDERS: ReadonlyMap<string, string> = new Map([
  ["AzureOpenAI", "azure"],
  ["GoogleGenerativeAI", "google_genai"],
  ["VertexAI", "google_vertexai"],
  ["MistralAI", "mistral"],
  ["Bedrock", "amazon_bedrock"],
]);

/**
 * The same embeddings, each call of which is recorded: LangChain reports none of them to callbacks. Their type stays,
 * and what they call of themselves is not recorded twice. They report no usage.
 */
export function instrumentEmbeddings<E extends Embeddings>(
  embeddings: E,
  options: InstrumentEmbeddingsOptions = {},
): E {
  const telemetry = telemetrySource(options, { provider: NAME, model: NAME });
  if (typeof object(embeddings).embedQuery !== "function")
    throw new ConfigurationError("embeddings", "they have no embedQuery", "Pass LangChain embeddings.");
  const embed = (fn: () => unknown): unknown => telemetry().run(toStart(embeddings, options), fn);
  return wrapOnce(embeddings, { embedQuery: embed, embedDocuments: embed });
}

function toStart(embeddings: Embeddings, { provider, model }: InstrumentEmbeddingsOptions): OperationStart {
  const { underlyingEmbeddings } = object(embeddings);
  // A cache is nobody's model. Source: @langchain/classic 1.0.50, dist/embeddings/cache_backed.js.
  const own = object(underlyingEmbeddings ?? embeddings);
  return {
    name: "embeddings",
    provider: provider ?? toProvider(own),
    model: model ?? text(own.model) ?? text(own.modelName),
    request: { dimensions: number(own.dimensions) },
  };
}

function toProvider(embeddings: object): string | undefined {
  const name = embeddings.constructor?.name.replace(/Embeddings?$/, "");
  return name === undefined || name === "" || name === "Object" ? undefined : (PROVIDERS.get(name) ?? name);
}
