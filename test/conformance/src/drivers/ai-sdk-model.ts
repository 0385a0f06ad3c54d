import { setImmediate } from "node:timers/promises";
import type { ModelScript, Reply, ScriptedUsage } from "../scenario.ts";
import type { AiSdkLine } from "./ai-sdk-line.ts";

/**
 * The AI SDK's half of a scripted model, in the form of the line's provider specification. `left` fires when the reader
 * walks away: nothing more is said then, as by a slow provider, since versions 5 and 6 would read it to its end.
 */
export function scriptedLanguageModel(
  script: ModelScript,
  { sdk, specification }: Pick<AiSdkLine, "sdk" | "specification">,
  left?: AbortSignal,
): object {
  const flat = specification === "v2";
  let calls = 0;
  const toError = ({ status, message }: NonNullable<Reply["error"]>): Error => {
    // Else the SDK waits two seconds before it tries again.
    const responseHeaders = { "retry-after-ms": "0" };
    const url = "http://127.0.0.1/";
    return new sdk.APICallError({ message, statusCode: status, url, requestBodyValues: {}, responseHeaders });
  };
  const next = (): Reply => {
    const reply = script.replies[calls++] as Reply;
    if (reply.error === undefined || reply.chunks !== undefined) return reply;
    throw toError(reply.error);
  };
  const response = () => ({ id: `chatcmpl-${calls}`, modelId: script.responseModel, timestamp: new Date(0) });
  const end = (reply: Reply) => ({
    finishReason: flat ? toFinishReason(reply).unified : toFinishReason(reply),
    usage: flat ? toFlatUsage(reply.usage) : toUsage(reply.usage),
  });
  return {
    specificationVersion: specification,
    provider: "openai.chat",
    modelId: script.name,
    supportedUrls: {},
    async doGenerate() {
      const reply = next();
      const toolCalls = (reply.toolCalls ?? []).map(({ id, name, arguments: input }) => {
        return { type: "tool-call", toolCallId: id, toolName: name, input: JSON.stringify(input) };
      });
      const content = [...(reply.text ? [{ type: "text", text: reply.text }] : []), ...toolCalls];
      return { content, ...end(reply), response: response(), warnings: [] };
    },
    async doStream({ abortSignal }: { readonly abortSignal?: AbortSignal }) {
      const reply = next();
      const parts = [
        { type: "stream-start", warnings: [] },
        { type: "response-metadata", ...response() },
        { type: "text-start", id: "1" },
        ...(reply.chunks ?? []).map((delta) => ({ type: "text-delta", id: "1", delta })),
        // A stream that breaks says why in a part of its own.
        ...(reply.error
          ? [{ type: "error", error: toError(reply.error) }]
          : [
              { type: "text-end", id: "1" },
              { type: "finish", ...end(reply) },
            ]),
      ];
      return { stream: lazily(parts, abortSignal, left) };
    },
  };
}

/** Part by part, as from a network: versions 5 and 6 read ahead whatever is there, and leave it to the signal to stop. */
function lazily<T>(parts: readonly T[], signal?: AbortSignal, left?: AbortSignal): ReadableStream<T> {
  let at = 0;
  return new ReadableStream<T>(
    {
      async pull(controller) {
        await setImmediate();
        signal?.throwIfAborted();
        if (left?.aborted) return new Promise(() => {});
        const part = parts[at++];
        if (part === undefined) controller.close();
        else controller.enqueue(part);
      },
    },
    { highWaterMark: 0 },
  );
}

function toFinishReason({ toolCalls }: Reply) {
  return toolCalls ? { unified: "tool-calls", raw: "tool_calls" } : { unified: "stop", raw: "stop" };
}

function toUsage(usage: ScriptedUsage | undefined) {
  const { input, output, cacheRead, reasoning } = usage ?? {};
  return {
    inputTokens: { total: input, noCache: undefined, cacheRead, cacheWrite: undefined },
    outputTokens: { total: output, text: undefined, reasoning },
  };
}

/** As version 2 of the specification has it. */
function toFlatUsage(usage: ScriptedUsage | undefined) {
  const { input, output, cacheRead, reasoning } = usage ?? {};
  const totalTokens = input === undefined || output === undefined ? undefined : input + output;
  return {
    inputTokens: input,
    outputTokens: output,
    totalTokens,
    cachedInputTokens: cacheRead,
    reasoningTokens: reasoning,
  };
}
