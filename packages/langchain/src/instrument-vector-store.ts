import {
  type AdapterOptions,
  ConfigurationError,
  type RetrievalInfo,
  type Telemetry,
  telemetrySource,
} from "@isospan/core";
import { RetrievalEnd } from "./retrieval.ts";
import { NAME, number, object, text } from "./shapes.ts";
import { wrapOnce } from "./wrap-once.ts";

/** What LangChain's vector stores have in common. */
export interface VectorStore {
  similaritySearch(query: string, ...rest: never[]): Promise<unknown[]>;
}

export interface InstrumentVectorStoreOptions extends AdapterOptions {
  /** Name of what is searched. @default the store's type, such as `pinecone` */
  readonly name?: string | undefined;
}

/**
 * The same vector store, each search of which is recorded: LangChain reports those of retrievers alone to callbacks. Its
 * type stays, and a search that another search makes, or a retriever, is not recorded twice.
 */
export function instrumentVectorStore<V extends VectorStore>(store: V, options: InstrumentVectorStoreOptions = {}): V {
  const telemetry = telemetrySource(options, { name: NAME });
  if (typeof object(store).similaritySearch !== "function")
    throw new ConfigurationError("store", "it has no similaritySearch", "Pass a LangChain vector store.");
  const search = (fn: () => unknown, args: readonly unknown[]): unknown => {
    if (isRetrievers(telemetry(), args)) return fn();
    const start = { name: "retrieval", retrieval: toRetrieval(options.name ?? typeOf(store), args) } as const;
    return telemetry().run(start, async (operation) => {
      const found = await fn();
      operation.end(new RetrievalEnd(found));
      return found;
    });
  };
  return wrapOnce(store, {
    similaritySearch: search,
    similaritySearchWithScore: search,
    similaritySearchVectorWithScore: search,
    maxMarginalRelevanceSearch: search,
  });
}

/**
 * Whether a retriever searches whose run is recorded: the last it hands over is what its own callbacks are for a store.
 * Source: @langchain/core 0.3.40 to 1.4.0, dist/vectorstores.js, VectorStoreRetriever.
 */
function isRetrievers({ recorder }: Telemetry, args: readonly unknown[]): boolean {
  const callbacks = object(args.at(-1));
  const { getParentRunId, tags } = callbacks;
  if (typeof getParentRunId !== "function" || !Array.isArray(tags) || !tags.includes("vectorstore")) return false;
  const runId = text(getParentRunId.call(callbacks));
  return runId !== undefined && recorder.open(runId) !== undefined;
}

function toRetrieval(dataSourceId: string | undefined, [query, k]: readonly unknown[]): RetrievalInfo {
  return { dataSourceId, query: text(query), topK: number(k) ?? number(object(k).k) };
}

function typeOf(store: object): string | undefined {
  const { _vectorstoreType } = object(store);
  return typeof _vectorstoreType === "function" ? text(_vectorstoreType.call(store)) : store.constructor?.name;
}
