import { isospanMiddleware, registerIsospan } from "@isospan/ai-sdk";
import { setTelemetry, type Telemetry } from "@isospan/core";
import { embed, embedMany, generateText, jsonSchema, Output, streamText, tool, wrapLanguageModel } from "ai";
import { cannotPlay, type Driver } from "../driver.ts";
import { type EmbeddingScript, type ModelPlay, type ModelScript, type Scenario, SETTINGS } from "../scenario.ts";
import { runAgent } from "./ai-sdk-agent.ts";
import { scriptedEmbeddingModel, scriptedLanguageModel } from "./ai-sdk-model.ts";

const { temperature, maxTokens: maxOutputTokens } = SETTINGS;

/** AI SDK 7: agents and embeddings against global telemetry, models on their own against the middleware. */
export const aiSdkDriver: Driver = {
  name: "ai-sdk 7",
  gaps: {
    retrieval: "the AI SDK has no retrievers",
    retrieval_with_content: "the AI SDK has no retrievers",
    workflow: "the AI SDK has no workflows",
  },
  play,
};

async function play({ play, doubled = false }: Scenario, telemetry: Telemetry): Promise<void> {
  switch (play.kind) {
    case "model":
      return playModel(play, telemetry, doubled);
    case "agent": {
      const toModel = doubled ? (script: ModelScript) => wrapped(script, telemetry) : undefined;
      return registered(telemetry, () => runAgent(play.agent, toModel));
    }
    case "embed":
      return registered(telemetry, () => embedAll(play.model, play.texts));
    default:
      throw cannotPlay(play);
  }
}

async function playModel(play: ModelPlay, telemetry: Telemetry, doubled: boolean): Promise<void> {
  const { prompt, image, schema } = play;
  const parts = image && [{ type: "image" as const, image: image.base64, mediaType: image.mediaType }];
  const call = {
    model: doubled ? wrapped(play.model, telemetry, wrapped(play.model, telemetry)) : wrapped(play.model, telemetry),
    messages: [{ role: "user" as const, content: [{ type: "text" as const, text: prompt }, ...(parts ?? [])] }],
    tools: toTools(play),
    temperature,
    maxOutputTokens,
    maxRetries: 0,
    ...(schema && { output: Output.object({ schema: jsonSchema(schema) }) }),
  };
  if (!play.stream) {
    await generateText(call);
    return;
  }
  const abort = new AbortController();
  const { textStream } = streamText({ ...call, abortSignal: abort.signal, onError: () => {} });
  let read = 0;
  for await (const _ of textStream) {
    if (++read !== play.stop?.afterChunks) continue;
    if (play.stop.how === "abandon") break;
    abort.abort();
  }
}

function toTools({ tools = [] }: ModelPlay) {
  return Object.fromEntries(
    tools.map(({ name, description, parameters }) => [
      name,
      tool({ description, inputSchema: jsonSchema(parameters) }),
    ]),
  );
}

async function embedAll({ name, inputTokens }: EmbeddingScript, texts: readonly string[]): Promise<unknown> {
  const model = scriptedEmbeddingModel(name, inputTokens);
  const [first, ...others] = texts as [string, ...string[]];
  return others.length === 0 ? embed({ model, value: first }) : embedMany({ model, values: [first, ...others] });
}

async function registered(telemetry: Telemetry, fn: () => Promise<unknown>): Promise<void> {
  setTelemetry(telemetry);
  const dispose = registerIsospan();
  try {
    await fn();
  } finally {
    dispose();
    setTelemetry(undefined);
  }
}

type Wrapped = ReturnType<typeof wrapLanguageModel>;

function wrapped(script: ModelScript, telemetry: Telemetry, model?: Wrapped): Wrapped {
  return wrapLanguageModel({
    model: model ?? scriptedLanguageModel(script),
    middleware: isospanMiddleware({ telemetry }),
  });
}
