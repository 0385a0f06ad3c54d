import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { createTelemetry, memoryCollector, consoleTree } from "@isospan/core";
import { IsospanCallbackHandler } from "@isospan/langchain";
import { registerIsospan } from "@isospan/ai-sdk";
import { startOpenAIServer } from "./support-agent/openai-server.ts";
import * as lc from "./support-agent/langchain-agent.ts";
import * as ai from "./support-agent/ai-sdk-agent.ts";
context.setGlobalContextManager(new AsyncLocalStorageContextManager());
const server = await startOpenAIServer();
for (const which of ["lc", "ai"]) {
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] } as never);
  const telemetry = createTelemetry({ tracerProvider, collector: memoryCollector(), sinks: [consoleTree()], onDiagnostic: d => console.log(d) });
  const t = Date.now();
  if (which === "lc") console.log(await lc.runSupportAgent({ baseURL: server.baseURL, apiKey: "x", callbacks: [new IsospanCallbackHandler({ telemetry })] }));
  else { const un = registerIsospan({ telemetry }); console.log(await ai.runSupportAgent({ baseURL: server.baseURL, apiKey: "x" })); un(); }
  await telemetry.flush();
  console.log(Date.now() - t, telemetry.diagnostics());
  for (const s of exporter.getFinishedSpans()) console.log(s.name, s.kind, s.status, s.attributes, s.links, s.events, s.instrumentationScope, s.startTime);
}
await server.close();
