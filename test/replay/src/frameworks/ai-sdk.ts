import type { Telemetry } from "@isospan/core";
import { type AiSdkModel, findAiSdkModel, makeOpenAIEmbeddings } from "./ai-sdk-models.ts";
import type { AiSdkPackages } from "./ai-sdk-packages.ts";
import type { Client, Framework } from "./framework.ts";

/** A version of the AI SDK, the provider packages that belong to it, and how each call is told to a telemetry. */
export interface AiSdk<Model, EmbeddingModel> {
  readonly name: string;
  readonly packages: AiSdkPackages<Model, EmbeddingModel>;
  generate(model: Model, telemetry: Telemetry): PromiseLike<unknown>;
  /** All parts of the stream. */
  stream(model: Model, telemetry: Telemetry): AsyncIterable<Part>;
  embed(model: EmbeddingModel, telemetry: Telemetry): PromiseLike<unknown>;
}

interface Part {
  readonly type: string;
  readonly error?: unknown;
}

/** What every call asks for: one request, errors included. Who listens to a failed stream keeps it off the console. */
export const ASKED = { prompt: "Hello", maxRetries: 0, onError: () => {} } as const;

export function toFramework<Model, EmbeddingModel>(sdk: AiSdk<Model, EmbeddingModel>): Framework {
  // It writes to the console what it finds wrong with models that it does not know.
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });
  return {
    name: sdk.name,
    clientFor: (provider, wire) => {
      if (wire === "openai-embeddings") return provider === "openai" ? toEmbeddingClient(sdk) : undefined;
      const found = findAiSdkModel(provider, wire);
      return found === undefined ? undefined : toClient(sdk, found, provider);
    },
  };
}

function toEmbeddingClient<Model, EmbeddingModel>(sdk: AiSdk<Model, EmbeddingModel>): Client {
  return {
    name: "openai embedding",
    provider: "openai",
    play: async (call) => void (await sdk.embed(makeOpenAIEmbeddings(sdk.packages, call), call.telemetry)),
  };
}

/** `answering` is whose recordings it is to play. */
function toClient<Model, EmbeddingModel>(
  sdk: AiSdk<Model, EmbeddingModel>,
  { name, provider, make }: AiSdkModel,
  answering: string,
): Client {
  return {
    name,
    provider,
    play: async (call) => {
      const model = make(sdk.packages, call, answering);
      if (call.streamed) await drain(sdk.stream(model, call.telemetry));
      else await sdk.generate(model, call.telemetry);
    },
  };
}

/** A stream that failed does not throw: it has a part that says so. */
async function drain(parts: AsyncIterable<Part>): Promise<void> {
  const errors: unknown[] = [];
  for await (const { type, error } of parts) if (type === "error") errors.push(error);
  if (errors.length > 0) throw errors[0];
}
