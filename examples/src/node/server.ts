// A plain HTTP server. startTelemetry sets up everything; what waits is sent before the process ends, also by SIGTERM.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { memoryCollector } from "@isospan/core";
import { startTelemetry } from "@isospan/node";

// First of all, before what is to be traced. With OTEL_EXPORTER_OTLP_ENDPOINT set, spans, metrics and logs go there;
// without it, as here, each run is printed as a tree.
const collector = memoryCollector();
const telemetry = startTelemetry({ serviceName: "support-agent", sinks: [collector] });

const server = createServer(async (_request, response) => {
  const text = await telemetry.run({ name: "invoke_agent", agent: { name: "support" } }, () =>
    telemetry.run({ name: "chat", provider: "openai", model: "gpt-4.1-mini" }, async (operation) => {
      operation.end({ usage: { inputTokens: 1200, outputTokens: 80 } }); // Your model's answer tells these.
      return "It left on Monday.";
    }),
  );
  response.end(text);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");

const { port } = server.address() as AddressInfo;
const answer = await fetch(`http://127.0.0.1:${port}/`);
assert.equal(await answer.text(), "It left on Monday.");
server.close();
server.closeAllConnections();
await telemetry.shutdown(); // Comes by itself when the process ends; here only so that the assertion below can wait.

assert.deepEqual(
  collector.records().map((record) => record.name),
  ["chat", "invoke_agent"],
);
