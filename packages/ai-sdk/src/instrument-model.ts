import { type AdapterOptions, ConfigurationError, type MethodWrap, telemetrySource, withMethods } from "@isospan/core";
import { OtherEnd, type OtherOptions, toEmbeddings, toGeneration, toOutputType, toRanking } from "./other-calls.ts";
import { recordCall } from "./record-call.ts";
import { recordModelCall } from "./record-model-call.ts";
import type { CallOptions, Model, ModelResult } from "./shapes.ts";

type Call = () => PromiseLike<object>;

const CALLS = ["doGenerate", "doStream", "doEmbed", "doRerank"] as const;
/** Models that are instrumented already, by any telemetry. */
const instrumented = new WeakSet<object>();

/** Whether something is a model of the AI SDK, of any kind and specification. */
export function isModel(value: unknown): value is Model {
  if (typeof value !== "object" || value === null || !("modelId" in value)) return false;
  return CALLS.some((method) => typeof (value as Record<string, unknown>)[method] === "function");
}

/**
 * The same model, each call of which is recorded: language, embedding, image, speech, transcription and reranking models,
 * of every version of the AI SDK. It keeps its type, its specification version and all its fields.
 */
export function instrumentModel<M extends object>(model: M, options: AdapterOptions = {}): M {
  const telemetry = telemetrySource(options);
  if (!isModel(model)) throw new ConfigurationError("model", "it has no calls to record", "Pass a model object.");
  if (instrumented.has(model)) return model;
  const streams = "doStream" in model;
  const other = (toStart: (asked: OtherOptions) => ReturnType<typeof toEmbeddings>): MethodWrap => {
    return (call, [asked]) => {
      const given = (asked ?? {}) as OtherOptions;
      const end = (result: object): OtherEnd => new OtherEnd(result);
      return recordCall(telemetry().recorder, toStart(given), given.abortSignal, call as Call, end);
    };
  };
  const language: MethodWrap = (call, [asked]) => {
    const given = { model, options: (asked ?? {}) as CallOptions };
    return recordModelCall(telemetry().recorder, given, call as () => PromiseLike<ModelResult>);
  };
  const wrapped = withMethods(model as M & Model, {
    doGenerate: streams ? language : other((asked) => toGeneration(model, toOutputType(asked))),
    doStream: language,
    doEmbed: other(() => toEmbeddings(model)),
    doRerank: other((asked) => toRanking(model, asked)),
  });
  instrumented.add(wrapped);
  return wrapped;
}
