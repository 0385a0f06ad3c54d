import { type AdapterOptions, ConfigurationError, type MethodWrap, telemetrySource, withMethods } from "@isospan/core";
import { fields, has } from "./fields.ts";
import { isSound, type OtherOptions, OtherStart } from "./other-calls.ts";
import { recordCall } from "./record-call.ts";
import { recordModelCall } from "./record-model-call.ts";
import type { CallOptions, Model, ModelResult } from "./shapes.ts";

type Call = () => PromiseLike<object>;

const CALLS = ["doGenerate", "doStream", "doEmbed", "doRerank"] as const;
/** Models that are instrumented already, by any telemetry. */
const instrumented = new WeakSet<object>();

/** Whether something is a model of the AI SDK, of any kind and specification. */
export function isModel(value: unknown): value is Model {
  if (!has(value, "modelId")) return false;
  try {
    return CALLS.some((method) => typeof fields(value)[method] === "function");
  } catch {
    return false;
  }
}

/**
 * The same model, each call of which is recorded: language, embedding, image, speech, transcription and reranking models,
 * of every version of the AI SDK. It keeps its type, its specification version and all its fields.
 */
export function instrumentModel<M extends object>(model: M, options: AdapterOptions = {}): M {
  const telemetry = telemetrySource(options);
  if (!isModel(model)) throw new ConfigurationError("model", "it has no calls to record", "Pass a model object.");
  if (instrumented.has(model)) return model;
  const other = (name: OtherStart["name"]): MethodWrap => {
    return (call, [asked]) => {
      const start = new OtherStart(name, model, asked);
      return recordCall(telemetry().recorder, start, asked as OtherOptions, call as Call);
    };
  };
  const language: MethodWrap = (call, [asked]) => {
    const given = { model, options: (asked ?? {}) as CallOptions };
    return recordModelCall(telemetry().recorder, given, call as () => PromiseLike<ModelResult>);
  };
  const generation = other("generate_content");
  const streams = "doStream" in model;
  const wrapped = withMethods(model as M & Model, {
    doGenerate: (call, asked) => (streams && !isSound(asked[0]) ? language : generation)(call, asked),
    doGenerateFromUrl: generation,
    doStream: (call, asked) => (isSound(asked[0]) ? generation : language)(call, asked),
    doEmbed: other("embeddings"),
    doRerank: other("retrieval"),
  });
  instrumented.add(wrapped);
  return wrapped;
}
