import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import type { Specification } from "./sdk.ts";

export interface Part {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A part of a stream, an error that breaks it, or what is done (and waited for) before the next. */
export type Play = Part | Error | ((about: Signalled) => unknown);

/** What is answered to one call. */
export interface Reply {
  readonly text?: string;
  readonly toolCalls?: readonly string[];
  /** Instead of an answer. */
  readonly throws?: unknown;
  /** What is streamed. @default the same as parts, each word of the text one */
  readonly stream?: readonly Play[];
  /** Beside the rest of the answer, whole or at its finish. */
  readonly more?: object;
}

export interface ScriptedModel {
  readonly specificationVersion: Specification;
  readonly provider: string;
  readonly modelId: string;
  readonly supportedUrls: object;
  doGenerate(options: CallOptions): Promise<object>;
  doStream(options: CallOptions): Promise<{ readonly stream: ReadableStream<Part> }>;
  /** Calls that were made of it. */
  calls: number;
  /** How often a part of a stream was asked for. */
  pulls: number;
  /** How often a stream was cancelled. */
  cancels: number;
  /** What was passed to each call. */
  readonly asked: CallOptions[];
}

export interface Signalled {
  readonly abortSignal?: AbortSignal | undefined;
}

interface CallOptions extends Signalled {
  readonly [option: string]: unknown;
}

/** A model without a network, in the form of a provider specification. The last reply is repeated. */
export function scriptedModel(specification: Specification, replies: readonly Reply[], modelId = "m"): ScriptedModel {
  const next = (options: CallOptions): Reply => {
    model.asked.push(options);
    const reply = replies[Math.min(model.calls++, replies.length - 1)] ?? {};
    if (reply.throws !== undefined) throw reply.throws;
    return reply;
  };
  const response = () => ({ id: `${modelId}-${model.calls}`, modelId, timestamp: new Date(0) });
  const model: ScriptedModel = {
    specificationVersion: specification,
    provider: "openai.chat",
    modelId,
    supportedUrls: {},
    calls: 0,
    pulls: 0,
    cancels: 0,
    asked: [],
    async doGenerate(options) {
      const reply = next(options);
      const content = [...(reply.text ? [{ type: "text", text: reply.text }] : []), ...toToolCalls(reply)];
      return { content, ...toEnd(specification, reply), response: response(), warnings: [] };
    },
    async doStream(options) {
      const reply = next(options);
      const head = [
        { type: "stream-start", warnings: [] },
        { type: "response-metadata", ...response() },
      ];
      return { stream: toStream([...head, ...(reply.stream ?? toParts(specification, reply))], options, model) };
    },
  };
  return model;
}

export const text = (delta: string): Part => ({ type: "text-delta", id: "1", delta });
/** Nothing comes any more, until the application has had enough. */
export async function untilAborted({ abortSignal }: Signalled): Promise<never> {
  if (abortSignal === undefined) throw new Error("nobody can abort this");
  if (!abortSignal.aborted) await once(abortSignal, "abort");
  throw abortSignal.reason;
}
export const TEXT_START: Part = { type: "text-start", id: "1" };

export function finish(specification: Specification, reply: Reply = {}): Part {
  return { type: "finish", ...toEnd(specification, reply) };
}

function toParts(specification: Specification, reply: Reply): readonly Part[] {
  const words = (reply.text ?? "").split(/(?<= )/).filter(Boolean);
  const said = words.length === 0 ? [] : [TEXT_START, ...words.map(text), { type: "text-end", id: "1" }];
  return [...said, ...toToolCalls(reply), finish(specification, reply)];
}

function toToolCalls({ toolCalls = [] }: Reply): readonly Part[] {
  return toolCalls.map((toolName, i) => {
    return { type: "tool-call", toolCallId: `${toolName}-${i}`, toolName, input: '{"city":"Rome"}' };
  });
}

function toEnd(specification: Specification, { toolCalls, more }: Reply): object {
  const [unified, raw] = toolCalls ? ["tool-calls", "tool_calls"] : ["stop", "stop"];
  if (specification === "v2") {
    const usage = { inputTokens: 10, outputTokens: 4, totalTokens: 14, cachedInputTokens: 6, reasoningTokens: 1 };
    return { finishReason: unified, usage, ...more };
  }
  const usage = {
    inputTokens: { total: 10, noCache: 4, cacheRead: 6, cacheWrite: undefined },
    outputTokens: { total: 4, text: 3, reasoning: 1 },
    raw: { prompt_tokens: 10 },
  };
  return { finishReason: { unified, raw }, usage, ...more };
}

/** Part by part, as from a network, and none before it is asked for. */
function toStream(plays: readonly Play[], options: CallOptions, model: ScriptedModel): ReadableStream<Part> {
  let at = 0;
  return new ReadableStream<Part>(
    {
      async pull(controller) {
        model.pulls++;
        await setImmediate();
        // As the body of a request does.
        options.abortSignal?.throwIfAborted();
        for (;;) {
          const play = plays[at++];
          if (typeof play === "function") await play(options);
          else if (play === undefined) return controller.close();
          else if (play instanceof Error) return controller.error(play);
          else return controller.enqueue(play);
        }
      },
      cancel: () => void model.cancels++,
    },
    { highWaterMark: 0 },
  );
}
