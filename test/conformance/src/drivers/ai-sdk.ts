import { isospanTelemetry, registerIsospan } from "@isospan/ai-sdk";
import { setTelemetry, type Telemetry } from "@isospan/core";
import { cannotPlay, type Driver } from "../driver.ts";
import { type EmbeddingScript, type ModelPlay, type ModelScript, type Scenario, SETTINGS } from "../scenario.ts";
import { runAgent, type ToModel, toOutput } from "./ai-sdk-agent.ts";
import { scriptedEmbeddingModel } from "./ai-sdk-embeddings.ts";
import type { AiSdkLine } from "./ai-sdk-line.ts";
import { scriptedLanguageModel } from "./ai-sdk-model.ts";

const { temperature, maxTokens: maxOutputTokens } = SETTINGS;

/** Plays scenarios through one version of the AI SDK. */
export function toAiSdkDriver(line: AiSdkLine): Driver {
  const { name, gaps, sdk, words, global, wraps } = line;

  async function play({ play, doubled = false }: Scenario, telemetry: Telemetry): Promise<unknown> {
    const left = new AbortController();
    const toModel = (times: number) => (script: ModelScript) =>
      wraps
        .slice(0, times)
        .reduce((model, wrap) => wrap(model as never, telemetry), scriptedLanguageModel(script, line, left.signal));
    switch (play.kind) {
      case "model":
        return playModel(play, toModel(doubled ? 2 : 1)(play.model), left);
      case "agent": {
        const times = (global ? 0 : 1) + (doubled ? 1 : 0);
        const wrapped: ToModel = (script, recorded = false) => toModel(recorded ? Math.max(times, 1) : times)(script);
        return globally(telemetry, () => runAgent(line, play.agent, wrapped, telemetry), doubled);
      }
      case "embed":
        return globally(telemetry, () => embedAll(play.model, play.texts, telemetry));
      default:
        throw cannotPlay(play);
    }
  }

  async function playModel(play: ModelPlay, model: object, left: AbortController): Promise<void> {
    const { prompt, image, schema, tools = [] } = play;
    const parts = image && [{ type: "image", image: image.base64, mediaType: image.mediaType }];
    const declared = tools.map(({ name, description, parameters }) => {
      return [name, sdk.tool({ description, inputSchema: sdk.jsonSchema(parameters as never) } as never)];
    });
    const call = {
      model,
      messages: [{ role: "user", content: [{ type: "text", text: prompt }, ...(parts ?? [])] }],
      tools: Object.fromEntries(declared),
      temperature,
      maxOutputTokens,
      maxRetries: 0,
      ...(schema && { [words.output]: toOutput(line, schema) }),
    };
    if (!play.stream) {
      await sdk.generateText(call as never);
      return;
    }
    const abort = new AbortController();
    const { textStream } = sdk.streamText({ ...call, abortSignal: abort.signal, onError: () => {} } as never);
    let read = 0;
    for await (const _ of textStream) {
      if (++read !== play.stop?.afterChunks) continue;
      if (play.stop.how === "abandon") {
        left.abort();
        break;
      }
      abort.abort();
    }
  }

  async function embedAll(script: EmbeddingScript, texts: readonly string[], telemetry: Telemetry): Promise<void> {
    const { specification, wrapEmbeddings = (model: object) => model } = line;
    const model = wrapEmbeddings(scriptedEmbeddingModel(script, specification) as never, telemetry);
    const [first, ...others] = texts;
    if (others.length === 0) await sdk.embed({ model, value: first } as never);
    else await sdk.embedMany({ model, values: texts } as never);
  }

  async function globally(telemetry: Telemetry, fn: () => Promise<unknown>, doubled = false): Promise<void> {
    if (!global) return void (await fn());
    setTelemetry(telemetry);
    const dispose = registerIsospan();
    // What the SDK's `registerTelemetry` does, which has no way back.
    if (doubled) globalThis.AI_SDK_TELEMETRY_INTEGRATIONS?.push(isospanTelemetry());
    try {
      await fn();
    } finally {
      if (doubled) globalThis.AI_SDK_TELEMETRY_INTEGRATIONS?.pop();
      dispose();
      setTelemetry(undefined);
    }
  }

  return { name, gaps, play: async (scenario, telemetry) => void (await play(scenario, telemetry)) };
}
