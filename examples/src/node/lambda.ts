// A handler of AWS Lambda: the sandbox is frozen as soon as it has returned, so it flushes before.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startTelemetry } from "@isospan/node";

// A collector, in place of the one that OTEL_EXPORTER_OTLP_ENDPOINT names in the function's configuration.
let exported = 0;
const collector = createServer((request, response) => {
  if (request.url === "/v1/traces") exported++;
  request.resume().on("end", () => response.end());
});
await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;

// Outside of the handler, so once for each sandbox. Lambda ends sandboxes by SIGKILL: there is nothing to hear.
const telemetry = startTelemetry({ serviceName: "support-agent", shutdownAtExit: false });

export async function handler(event: { readonly question: string }): Promise<{ readonly text: string }> {
  try {
    return await telemetry.run({ name: "chat", provider: "openai", model: "gpt-4.1-mini" }, async (operation) => {
      operation.end({ usage: { inputTokens: event.question.length, outputTokens: 4 } });
      return { text: "It left on Monday." };
    });
  } finally {
    await telemetry.flush(); // Never rejects, and ends within its deadlines.
  }
}

// What Lambda does with it.
const answer = await handler({ question: "Where is order A-1042?" });
console.log(answer.text, `Requests with spans: ${exported}.`);
assert.equal(exported, 1);
await telemetry.shutdown();
collector.close();
collector.closeAllConnections();
