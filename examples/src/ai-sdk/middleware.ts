// A middleware around one model: every call of it is a span, with tokens and cost. On AI SDK 5, 6 and 7.
import assert from "node:assert/strict";
import { createOpenAI } from "@ai-sdk/openai";
import { isospanMiddleware } from "@isospan/ai-sdk";
import { consoleTree, createTelemetry, memoryCollector, setTelemetry } from "@isospan/core";
import { streamText, wrapLanguageModel } from "ai";
import { startOpenAIServer } from "../support-agent/openai-server.ts";

const collector = memoryCollector();
setTelemetry(createTelemetry({ collector, sinks: [consoleTree()] }));

const server = await startOpenAIServer(); // To ask the real one: leave baseURL out and pass your own apiKey.
const openai = createOpenAI({ baseURL: server.baseURL, apiKey: "unused" });
const model = wrapLanguageModel({ model: openai.chat("gpt-4.1-mini"), middleware: isospanMiddleware() });

const { textStream } = streamText({ model, prompt: "Explain step by step how I send something back." });
let answer = "";
for await (const piece of textStream) answer += piece;
console.log(answer);
await server.close();

const [call] = collector.records();
assert.equal(call?.usage?.outputTokens, 84);
assert.ok(call.timeToFirstChunkMs !== undefined && call.cost !== undefined);
