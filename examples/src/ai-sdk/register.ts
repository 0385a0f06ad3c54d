// Registered once, AI SDK 7 reports everything: agents, their tools and their model calls, nested.
import assert from "node:assert/strict";
import { createOpenAI } from "@ai-sdk/openai";
import { registerIsospan } from "@isospan/ai-sdk";
import { consoleTree, createTelemetry, memoryCollector, setTelemetry } from "@isospan/core";
import { generateText, isStepCount, tool } from "ai";
import { startOpenAIServer } from "../support-agent/openai-server.ts";
import { lookupOrder, searchPolicy } from "../support-agent/support-tools.ts";

const collector = memoryCollector();
setTelemetry(createTelemetry({ collector, sinks: [consoleTree()] }));
registerIsospan();

const server = await startOpenAIServer(); // To ask the real one: leave baseURL out and pass your own apiKey.
const openai = createOpenAI({ baseURL: server.baseURL, apiKey: "unused" });
const { text } = await generateText({
  model: openai.chat("gpt-4.1-mini"),
  prompt: "Where is order A-1042, and can I still send it back?",
  tools: {
    lookup_order: tool({ inputSchema: lookupOrder.schema, execute: lookupOrder.run }),
    search_policy: tool({ inputSchema: searchPolicy.schema, execute: searchPolicy.run }),
  },
  stopWhen: isStepCount(5),
  telemetry: { functionId: "support" }, // The agent's name.
});
console.log(text);
await server.close();

assert.deepEqual(
  collector.records().map((record) => record.name),
  ["chat", "execute_tool", "execute_tool", "chat", "invoke_agent"],
);
