// No framework: an agent, its tools and its model calls reported by your own code, printed as a tree.
import assert from "node:assert/strict";
import { consoleTree, createTelemetry, memoryCollector, traced } from "@isospan/core";

const collector = memoryCollector();
const telemetry = createTelemetry({ collector, sinks: [consoleTree()] });

/** Your client for some model. */
async function callModel(prompt: string): Promise<{ text: string; tokensIn: number; tokensOut: number }> {
  return { text: `About: ${prompt}`, tokensIn: 1200, tokensOut: 80 };
}

/** A traced function keeps its type, and is a span of its own wherever it is called. */
const search = traced("kb.search", async (query: string) => [`${query}: 30 days`], { telemetry });

const answer = await telemetry.run({ name: "invoke_agent", agent: { name: "researcher" } }, async () => {
  const [fact = ""] = await search("return window");
  return telemetry.run({ name: "chat", provider: "openai", model: "gpt-4.1-mini" }, async (operation) => {
    const { text, tokensIn, tokensOut } = await callModel(fact);
    operation.end({ usage: { inputTokens: tokensIn, outputTokens: tokensOut } });
    return text;
  });
});
console.log(answer);
await telemetry.flush(); // Prices load at the first model call; until then its record waits.

assert.deepEqual(
  collector.records().map((record) => record.label ?? record.name),
  ["kb.search", "chat", "invoke_agent"],
);
