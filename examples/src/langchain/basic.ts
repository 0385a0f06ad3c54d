// A callback handler: LangChain's agents, tools and model calls become one trace, with tokens and cost.
import assert from "node:assert/strict";
import { consoleTree, createTelemetry, memoryCollector, setTelemetry } from "@isospan/core";
import { IsospanCallbackHandler } from "@isospan/langchain";
import { ChatOpenAI } from "@langchain/openai";
import { createAgent, tool } from "langchain";
import { startOpenAIServer } from "../support-agent/openai-server.ts";
import { lookupOrder, searchPolicy } from "../support-agent/support-tools.ts";

const collector = memoryCollector();
setTelemetry(createTelemetry({ collector, sinks: [consoleTree()] }));

const server = await startOpenAIServer(); // To ask the real one: leave configuration out and pass your own apiKey.
const agent = createAgent({
  name: "support",
  model: new ChatOpenAI({
    model: "gpt-4.1-mini",
    apiKey: "unused",
    configuration: { baseURL: server.baseURL },
  }),
  tools: [tool(lookupOrder.run, lookupOrder), tool(searchPolicy.run, searchPolicy)],
});

const question = "Where is order A-1042, and can I still send it back?";
const { messages } = await agent.invoke(
  { messages: [{ role: "user", content: question }] },
  { callbacks: [new IsospanCallbackHandler()] },
);
console.log(messages.at(-1)?.text);
await server.close();

assert.deepEqual(
  collector.records().map((record) => record.name),
  ["chat", "execute_tool", "execute_tool", "chat", "invoke_agent"],
);
