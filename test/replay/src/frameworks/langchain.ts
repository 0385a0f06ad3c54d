import { IsospanCallbackHandler } from "@isospan/langchain";
import type { Client, Framework } from "./framework.ts";
import { findModel, type ModelMaker } from "./langchain-models.ts";

export const langchain: Framework = {
  name: "langchain",
  clientFor: (provider, wire) => {
    const found = findModel(provider, wire);
    return found === undefined ? undefined : toClient(found);
  },
};

function toClient({ name, make }: ModelMaker): Client {
  return {
    name,
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
