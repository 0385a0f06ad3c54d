import { createTelemetry } from "@isospan/core";
import { LangfuseTraceExporter } from "@isospan/langfuse";
import { LangSmithTraceExporter } from "@isospan/langsmith";
import { type LoopbackServer, langfuseServer, langsmithServer, otlpCollector } from "@isospan-private/vendors";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { type ReadableSpan, TracerProvider } from "@opentelemetry/sdk-trace";
import { BasicTracerProvider } from "otel2-sdk-trace-base";
import { describe, expect, it } from "vitest";

interface Exporter {
  export(spans: ReadableSpan[], done: (result: { readonly code: number }) => void): void;
  shutdown(): Promise<void>;
}

const DESTINATIONS: Readonly<Record<string, () => Promise<{ server: LoopbackServer; exporter: Exporter }>>> = {
  langfuse: async () => {
    const server = await langfuseServer();
    const { url: baseUrl, publicKey, secretKey } = server;
    return { server, exporter: new LangfuseTraceExporter({ baseUrl, publicKey, secretKey }) };
  },
  langsmith: async () => {
    const server = await langsmithServer();
    return { server, exporter: new LangSmithTraceExporter({ endpoint: server.url, apiKey: server.apiKey }) };
  },
  otlp: async () => {
    const server = await otlpCollector();
    return { server, exporter: new OTLPTraceExporter({ url: `${server.url}/v1/traces` }) as unknown as Exporter };
  },
};
const NAMES = Object.keys(DESTINATIONS);
const said = (role: string, content: string) => ({ role, parts: [{ type: "text", content }] });

/** An agent with a call of a model and of a tool, and a span of the application's own. */
function makeSpans(line: "2" | "3", content: object): ReadableSpan[] {
  const finished: unknown[] = [];
  const settled = async (): Promise<void> => {};
  const keep = {
    onStart: () => {},
    onEnd: (span: unknown) => void finished.push(span),
    forceFlush: settled,
    shutdown: settled,
  };
  const spanProcessors = [keep as never];
  const tracerProvider =
    line === "2" ? new BasicTracerProvider({ spanProcessors }) : new TracerProvider({ spanProcessors });
  const { recorder } = createTelemetry({ tracerProvider, content: { ...content }, prices: false });
  const agent = recorder.start({ name: "invoke_agent", agent: { name: "a" }, input: [said("user", "very secret")] });
  agent.run(() => {
    recorder
      .start({ name: "chat", model: "m", input: [said("user", "very secret")] })
      .end({ usage: { inputTokens: 3 } });
    recorder.start({ name: "execute_tool", tool: { name: "t", arguments: { q: "very secret" } } }).end();
    tracerProvider.getTracer("app").startSpan("own").end();
  });
  agent.end({ output: [said("assistant", "very secret")] });
  return finished as ReadableSpan[];
}

/** What each of them receives, when they get the same spans one after the other. */
async function received(spans: ReadableSpan[], names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const bodies: Record<string, string> = {};
  for (const name of names) {
    const { server, exporter } = (await DESTINATIONS[name]?.()) ?? {};
    const { code } = await new Promise<{ readonly code: number }>((resolve) => exporter?.export(spans, resolve));
    expect(code).toBe(0);
    const texts = server?.requests.map(({ body }) => body.toString()) ?? [];
    bodies[name] = texts.join("\n").replaceAll(/LangSmithFormBoundary[\w-]+/g, "boundary");
    await exporter?.shutdown();
    await server?.close();
  }
  return bodies;
}

describe.each(["2", "3"] as const)("Langfuse, LangSmith and OTLP together, SDK %s", (line) => {
  it.each([[NAMES], [NAMES.toReversed()]])(
    "in the order %j each receives, byte for byte, what it receives alone",
    async (order) => {
      const spans = makeSpans(line, { langfuse: true, langsmith: true, otlp: true });
      const together = await received(spans, order);
      for (const name of NAMES) expect(together[name]).toBe((await received(spans, [name]))[name]);
      expect(together.otlp).not.toMatch(/langfuse\.|langsmith\./);
      expect(together.langfuse).not.toContain("langsmith.");
      expect(together.langsmith).not.toContain("langfuse.");
    },
  );

  it.each(NAMES)("content that is allowed for %s alone reaches nobody else", async (allowed) => {
    const content = Object.fromEntries(NAMES.map((name) => [name, name === allowed]));
    const bodies = await received(makeSpans(line, content), NAMES);
    const informed = NAMES.filter((name) => bodies[name]?.includes("very secret"));
    expect(informed).toEqual([allowed]);
  });
});
