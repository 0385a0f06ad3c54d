// The result of some code together with the records of what ran inside it. No OpenTelemetry SDK is needed.
import assert from "node:assert/strict";
import { createOpenAI } from "@ai-sdk/openai";
import { registerIsospan } from "@isospan/ai-sdk";
import { getTelemetry } from "@isospan/core";
import { generateText } from "ai";
import { startOpenAIServer } from "../support-agent/openai-server.ts";

registerIsospan();
const server = await startOpenAIServer(); // To ask the real one: leave baseURL out and pass your own apiKey.
const model = createOpenAI({ baseURL: server.baseURL, apiKey: "unused" }).chat("gpt-4.1-mini");

const { result, records } = await getTelemetry().capture(() =>
  generateText({ model, prompt: "Explain step by step how I send something back." }),
);
await server.close();

console.log(result.text);
const nanoUsd = records.reduce((sum, record) => sum + (record.cost?.totalNanoUsd ?? 0), 0);
console.log(`${records.length} operations in trace ${records[0]?.traceId}, ${nanoUsd / 1e9} USD`);

assert.equal(nanoUsd, 308_400);
