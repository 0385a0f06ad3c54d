import { IsospanCallbackHandler, instrumentEmbeddings } from "@isospan/langchain";
import { OpenAIEmbeddings } from "@langchain/openai";
import type { Client, Framework } from "./framework.ts";
import { findModel, type ModelMaker } from "./langchain-models.ts";

export const langchain: Framework = {
  name: "langchain",
  clientFor: (provider, wire) => {
    if (wire === "openai-embeddings") return provider === "openai" ? openaiEmbeddings : undefined;
    const found = findModel(provider, wire);
    return found === undefined ? undefined : toClient(found);
  },
};

/** LangChain's embeddings know no callbacks. */
const openaiEmbeddings: Client = {
  name: "OpenAIEmbeddings",
  provider: "openai",
  play: async ({ baseUrl, model, telemetry }) => {
    const configuration = { baseURL: `${baseUrl}/v1` };
    const embeddings = new OpenAIEmbeddings({ maxRetries: 0, model, apiKey: "no-key", configuration });
    await instrumentEmbeddings(embeddings, { telemetry }).embedQuery("Hello");
  },
};

function toClient({ name, provider, http2, make }: ModelMaker): Client {
  return {
    name,
    provider,
    http2,
    play: async (call) => {
      const model = make(call);
      const options = { callbacks: [new IsospanCallbackHandler({ telemetry: call.telemetry })] };
      if (call.streamed) await drain(await model.stream("Hello", options));
      else await model.invoke("Hello", options);
    },
  };
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _chunk of stream);
}
