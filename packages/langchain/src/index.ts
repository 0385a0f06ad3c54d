export { IsospanCallbackHandler, type IsospanCallbackHandlerOptions } from "./callback-handler.ts";
export {
  type Embeddings,
  type InstrumentEmbeddingsOptions,
  instrumentEmbeddings,
} from "./instrument-embeddings.ts";
export {
  type InstrumentVectorStoreOptions,
  instrumentVectorStore,
  type VectorStore,
} from "./instrument-vector-store.ts";
