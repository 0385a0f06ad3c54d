import { tool } from "ai";
import { z } from "zod";
import { ANSWER, CHUNK, CHUNKS, INSTRUCTIONS, MODEL, QUESTION, TOOL_ARGUMENTS, TOOL_RESULT, TOOLS } from "../texts.mjs";

// Ids are new each time, as a provider's are, or caches of ours would look better than they do.
let ids = 0;
const toResponse = () => ({ id: `chatcmpl-${ids++}`, modelId: MODEL, timestamp: new Date(0) });
const INPUT = JSON.stringify(TOOL_ARGUMENTS);

/** Answers at once: a call of each tool, one after the other, then text. Keeps nothing, unlike the SDK's own mock. */
const model = {
  specificationVersion: "v4",
  provider: "openai.chat",
  modelId: MODEL,
  supportedUrls: {},
  async doGenerate({ prompt }) {
    const turn = prompt.filter(({ role }) => role === "tool").length;
    const toolName = TOOLS[turn];
    const content =
      toolName === undefined
        ? { type: "text", text: ANSWER }
        : { type: "tool-call", toolCallId: `call_${ids++}`, toolName, input: INPUT };
    return {
      content: [content],
      ...told(toolName === undefined ? "stop" : "tool-calls"),
      warnings: [],
      response: toResponse(),
    };
  },
  async doStream() {
    const parts = streamParts();
    return {
      stream: new ReadableStream({
        pull(controller) {
          const { done, value } = parts.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
      }),
    };
  },
};

function* streamParts() {
  yield { type: "stream-start", warnings: [] };
  yield { type: "response-metadata", ...toResponse() };
  yield { type: "text-start", id: "text" };
  for (let i = 0; i < CHUNKS; i++) yield { type: "text-delta", id: "text", delta: CHUNK };
  yield { type: "text-end", id: "text" };
  yield { type: "finish", ...told("stop") };
}

function told(reason) {
  return {
    finishReason: { unified: reason, raw: reason },
    usage: {
      inputTokens: { total: 430, noCache: 302, cacheRead: 128, cacheWrite: 0 },
      outputTokens: { total: 41, text: 35, reasoning: 6 },
    },
  };
}

const inputSchema = z.object({ parcel: z.number(), depot: z.string() });

export const call = { model, instructions: INSTRUCTIONS, prompt: QUESTION, temperature: 0.2, maxOutputTokens: 512 };
export const tools = Object.fromEntries(
  TOOLS.map((name) => [
    name,
    tool({ description: "Looks something up", inputSchema, execute: async () => TOOL_RESULT }),
  ]),
);
