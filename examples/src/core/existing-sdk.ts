// In an OpenTelemetry SDK that you already have: our spans are spans like yours, and recordOf has their numbers.
import assert from "node:assert/strict";
import { getTelemetry, recordOf } from "@isospan/core";
import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { SimpleSpanProcessor, type SpanExporter, TracerProvider } from "@opentelemetry/sdk-trace";

const lines: string[] = [];
/** Any exporter will do. This one asks for the record behind a span, so it need not read attributes back. */
const exporter: SpanExporter = {
  export(spans, done) {
    for (const span of spans) {
      const record = recordOf(span, "my-exporter");
      lines.push(`${span.name}: ${record === undefined ? "not ours" : `${record.usage?.outputTokens} tokens`}`);
    }
    done({ code: 0 });
  },
  shutdown: async () => {},
};
context.setGlobalContextManager(new AsyncLocalStorageContextManager());
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));

await trace.getTracer("shop").startActiveSpan("POST /chat", async (span) => {
  await getTelemetry().run({ name: "chat", provider: "openai", model: "gpt-4.1-mini" }, (operation) =>
    operation.end({ usage: { inputTokens: 1200, outputTokens: 80 } }),
  );
  span.end();
});
await getTelemetry().flush(); // Prices load at the first model call; until then its span waits.

console.log(lines.join("\n"));
assert.deepEqual(lines.toSorted(), ["POST /chat: not ours", "chat gpt-4.1-mini: 80 tokens"]);
