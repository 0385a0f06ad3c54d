import { APICallError } from "ai";
import type { ModelScript, Reply, ScriptedUsage } from "../scenario.ts";

/** The AI SDK's half of a scripted model, in the form of provider specification 4. */
export function scriptedLanguageModel(script: ModelScript) {
  let calls = 0;
  const next = (): Reply => {
    const reply = script.replies[calls++] as Reply;
    if (reply.error === undefined || reply.chunks !== undefined) return reply;
    throw toError(reply.error);
  };
  const response = () => ({ id: `chatcmpl-${calls}`, modelId: script.responseModel, timestamp: new Date(0) });
  return {
    specificationVersion: "v4" as const,
    provider: "openai.chat",
    modelId: script.name,
    supportedUrls: {},
    async doGenerate() {
      const reply = next();
      const toolCalls = (reply.toolCalls ?? []).map(({ id, name, arguments: input }) => ({
        type: "tool-call" as const,
        toolCallId: id,
        toolName: name,
        input: JSON.stringify(input),
      }));
      return {
        content: [...(reply.text ? [{ type: "text" as const, text: reply.text }] : []), ...toolCalls],
        finishReason: toFinishReason(reply),
        usage: toUsage(reply.usage),
        response: response(),
        warnings: [],
      };
    },
    async doStream() {
      const reply = next();
      const finish = [
        { type: "text-end" as const, id: "1" },
        { type: "finish" as const, finishReason: toFinishReason(reply), usage: toUsage(reply.usage) },
      ];
      const parts = [
        { type: "stream-start" as const, warnings: [] },
        { type: "response-metadata" as const, ...response() },
        { type: "text-start" as const, id: "1" },
        ...(reply.chunks ?? []).map((delta) => ({ type: "text-delta" as const, id: "1", delta })),
        // A stream that breaks says why in a part of its own.
        ...(reply.error ? [{ type: "error" as const, error: toError(reply.error) }] : finish),
      ];
      return { stream: lazily(parts) };
    },
  };
}

/** An embedding model, in the form of provider specification 4. */
export function scriptedEmbeddingModel(modelId: string, inputTokens: number | undefined) {
  return {
    specificationVersion: "v4" as const,
    provider: "openai.embedding",
    modelId,
    maxEmbeddingsPerCall: 100,
    supportsParallelCalls: true,
    async doEmbed({ values }: { readonly values: readonly string[] }) {
      const usage = inputTokens === undefined ? undefined : { tokens: inputTokens };
      return { embeddings: values.map(() => [0.1, 0.2, 0.3]), usage, warnings: [] };
    },
  };
}

function toError({ status, message }: NonNullable<Reply["error"]>): APICallError {
  return new APICallError({
    message,
    statusCode: status,
    url: "http://127.0.0.1/",
    requestBodyValues: {},
    // Else the SDK waits two seconds before it tries again.
    responseHeaders: { "retry-after-ms": "0" },
  });
}

function lazily<T>(parts: readonly T[]): ReadableStream<T> {
  let at = 0;
  return new ReadableStream<T>(
    {
      pull(controller) {
        const part = parts[at++];
        if (part === undefined) controller.close();
        else controller.enqueue(part);
      },
    },
    { highWaterMark: 0 },
  );
}

function toFinishReason({ toolCalls }: Reply) {
  return toolCalls ? { unified: "tool-calls" as const, raw: "tool_calls" } : { unified: "stop" as const, raw: "stop" };
}

function toUsage(usage: ScriptedUsage | undefined) {
  const { input, output, cacheRead, reasoning } = usage ?? {};
  return {
    inputTokens: { total: input, noCache: undefined, cacheRead, cacheWrite: undefined },
    outputTokens: { total: output, text: undefined, reasoning },
  };
}
