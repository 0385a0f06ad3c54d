// A gate of your own: it sees each operation before it begins, and throws to deny it. This one counts model calls.
import assert from "node:assert/strict";
import { registerIsospan } from "@isospan/ai-sdk";
import { consoleTree, createTelemetry, type Gate, memoryCollector, setTelemetry } from "@isospan/core";
import { createSupportAgent } from "../support-agent/ai-sdk-agent.ts";
import { startOpenAIServer } from "../support-agent/openai-server.ts";

class TooManyCallsError extends Error {
  override readonly name = "TooManyCallsError";
}

function atMost(calls: number): Gate {
  let made = 0;
  return {
    enter: ({ name, model }) => {
      if (name !== "chat") return;
      if (made === calls) throw new TooManyCallsError(`${calls} calls of ${model} were made, which is the limit.`);
      made += 1;
    },
  };
}

const collector = memoryCollector();
setTelemetry(createTelemetry({ gates: [atMost(3)], collector, sinks: [consoleTree()] }));
registerIsospan();

let requests = 0;
const server = await startOpenAIServer({ onRequest: () => (requests += 1) });
const agent = createSupportAgent({ baseURL: server.baseURL, apiKey: "unused" });
await agent.ask("Where is order A-1042, and can I still send it back?"); // Two model calls.
await assert.rejects(agent.ask("Order A-1077 arrived broken. I want a refund."), TooManyCallsError); // Two more.
await server.close();

assert.equal(requests, 3); // The fourth never left the process, and is on record:
assert.equal(collector.records().filter((record) => record.outcome === "denied").length, 1);
