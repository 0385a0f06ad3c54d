import { createTelemetry } from "@isospan/core";
import { LangfuseTraceExporter } from "@isospan/langfuse";
import { langfuseServer, otlpCollector, type PlainSpan } from "@isospan-private/vendors";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { describe, expect, it } from "vitest";
import { SDK_LINES, type SdkLine, startSdk } from "./sdk-lines.ts";

const FORMATS = { JSON: JsonExporter, protobuf: ProtobufExporter } as const;
const CASES = SDK_LINES.flatMap((line) => (["JSON", "protobuf"] as const).map((format) => [line, format] as const));
const message = (role: string) => [{ role, parts: [{ type: "text", content: "MESSAGE" }] }];

describe.each(CASES)("on OpenTelemetry's SDK %s, beside its own exporter in %s", (line, format) => {
  it("the collector is sent the same with and without Langfuse: no message, and no name of Langfuse's", async () => {
    const alone = await play(line, format, false);
    const both = await play(line, format, true);
    expect(both.collected.map(withoutIds)).toEqual(alone.collected.map(withoutIds));
    expect(both.bytes).not.toMatch(/MESSAGE|langfuse\./);
    expect(both.langfuse).toMatchObject([
      {
        type: "GENERATION",
        input: [{ role: "user", content: "MESSAGE" }],
        output: { role: "assistant", content: "MESSAGE" },
        environment: "staging",
        sessionId: "s1",
      },
    ]);
  });
});

/** One model call: what the collector has, and what Langfuse shows. */
async function play(line: SdkLine, format: keyof typeof FORMATS, withLangfuse: boolean) {
  const [collector, server] = await Promise.all([otlpCollector(), langfuseServer()]);
  const { publicKey, secretKey, url: baseUrl } = server;
  const plain = new FORMATS[format]({ url: `${collector.url}/v1/traces` });
  const ours = new LangfuseTraceExporter({ publicKey, secretKey, baseUrl, environment: "staging" });
  const sdk = startSdk(line, withLangfuse ? [ours, plain as never] : [plain as never]);
  const telemetry = createTelemetry({ tracerProvider: sdk, content: { langfuse: true, otlp: false } });
  const start = {
    name: "chat",
    provider: "openai",
    model: "gpt-5-mini",
    input: message("user"),
    context: { sessionId: "s1" },
  } as const;
  telemetry.recorder.start(start).end({ output: message("assistant"), usage: { inputTokens: 3, outputTokens: 1 } });
  await telemetry.flush();
  await sdk.shutdown();
  const bytes = collector.requests.map(({ body }) => body.toString("latin1")).join();
  await Promise.all([collector.close(), server.close()]);
  return { collected: collector.spans, bytes, langfuse: server.observations() };
}

function withoutIds({ traceId: _, spanId: __, startTimeUnixNano: ___, endTimeUnixNano: ____, ...span }: PlainSpan) {
  return span;
}
