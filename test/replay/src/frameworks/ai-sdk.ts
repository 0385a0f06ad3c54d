import { isospanMiddleware } from "@isospan/ai-sdk";
import { type AiSdkModel, findAiSdkModel } from "./ai-sdk-models.ts";
import type { AiSdkPackages } from "./ai-sdk-packages.ts";
import type { Client, Framework } from "./framework.ts";

/** A version of the AI SDK, and the provider packages that belong to it. */
export interface AiSdk<Model> {
  readonly name: string;
  readonly packages: AiSdkPackages<Model>;
  /** One request, errors included. */
  generate(model: Model, middleware: IsospanMiddleware): PromiseLike<unknown>;
  /** The same, streamed: all parts. */
  stream(model: Model, middleware: IsospanMiddleware): AsyncIterable<Part>;
}

type IsospanMiddleware = ReturnType<typeof isospanMiddleware>;

interface Part {
  readonly type: string;
  readonly error?: unknown;
}

export function toFramework<Model>(sdk: AiSdk<Model>): Framework {
  return {
    name: sdk.name,
    clientFor: (provider, wire) => {
      const found = findAiSdkModel(provider, wire);
      return found === undefined ? undefined : toClient(sdk, found);
    },
  };
}

function toClient<Model>(sdk: AiSdk<Model>, { name, provider, make }: AiSdkModel): Client {
  return {
    name,
    provider,
    play: async (call) => {
      const model = make(sdk.packages, call);
      const middleware = isospanMiddleware({ telemetry: call.telemetry });
      if (call.streamed) await drain(sdk.stream(model, middleware));
      else await sdk.generate(model, middleware);
    },
  };
}

/** A stream that failed does not throw: it has a part that says so. */
async function drain(parts: AsyncIterable<Part>): Promise<void> {
  const errors: unknown[] = [];
  for await (const { type, error } of parts) if (type === "error") errors.push(error);
  if (errors.length > 0) throw errors[0];
}
