import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createTelemetry } from "@isospan/core";
import { LangSmithTraceExporter } from "@isospan/langsmith";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { LangSmithOTLPTraceExporter } from "langsmith/experimental/otel/exporter";
import { median } from "./statistics.mjs";

// One exporter on the spans of agents, each span exported once: microseconds of CPU a span, as one line of JSON.
const BATCH = 512;
const BATCHES = 8;
const BLOCKS = 7;
const SERVER = "server";

if (process.argv[2] === SERVER) await serve();
else await measure(process.argv[2]);

/** Takes everything, in a process of its own: what receiving costs is not the exporter's. */
async function serve() {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => response.end("{}"));
  });
  server.listen(0, "127.0.0.1", () => process.send(server.address().port));
  process.on("disconnect", () => process.exit(0));
}

async function measure(name) {
  const server = fork(new URL(import.meta.url), [SERVER]);
  const [port] = await once(server, "message");
  const url = `http://127.0.0.1:${port}`;
  // Without it the vendor's own claims success and sends nothing.
  Object.assign(process.env, { LANGSMITH_TRACING: "true", LANGSMITH_API_KEY: "none" });
  const ours = { endpoint: url, apiKey: "none", compression: "none" };
  const exporters = {
    "plain OTLP": () => new OTLPTraceExporter({ url }),
    "langsmith's own": () => new LangSmithOTLPTraceExporter({ url }),
    "native runs": () => new LangSmithTraceExporter(ours),
    "runs by OTLP": () => new LangSmithTraceExporter({ ...ours, mode: "otlp" }),
  };
  const exporter = exporters[name]();
  const finished = [];
  const settled = async () => {};
  const keep = { onStart: () => {}, onEnd: (span) => finished.push(span), forceFlush: settled, shutdown: settled };
  const tracerProvider = new TracerProvider({ spanProcessors: [keep] });
  const { recorder } = createTelemetry({ tracerProvider, content: true, prices: false });
  const blocks = [];
  for (let i = 0; i < BLOCKS; i++) {
    while (finished.length < BATCH * BATCHES) play(recorder);
    const spans = finished.splice(0, BATCH * BATCHES);
    const before = process.cpuUsage();
    for (let at = 0; at < spans.length; at += BATCH) await send(exporter, spans.slice(at, at + BATCH));
    const { user, system } = process.cpuUsage(before);
    blocks.push((user + system) / spans.length);
  }
  process.stdout.write(JSON.stringify(median(blocks.slice(1))), () => process.exit(0));
}

function send(exporter, batch) {
  return new Promise((resolve, reject) => {
    exporter.export(batch, ({ code, error }) => (code === 0 ? resolve() : reject(error)));
  });
}

/** An agent of two model calls and two tools, with some hundred characters in each message. */
function play(recorder) {
  const said = (role) => ({ role, parts: [{ type: "text", content: `${"so it goes ".repeat(30)}${Math.random()}` }] });
  const usage = { inputTokens: 100, outputTokens: 10, cacheReadTokens: 50 };
  const agent = recorder.start({ name: "invoke_agent", agent: { name: "a" }, input: [said("user")] });
  agent.run(() => {
    for (let i = 0; i < 2; i++) {
      const input = [said("system"), said("user"), said("assistant"), said("user")];
      const call = recorder.start({ name: "chat", provider: "openai", model: "gpt-5-mini", input });
      call.end({ output: [said("assistant")], usage, response: { id: "r", finishReasons: ["stop"] } });
      const tool = recorder.start({ name: "execute_tool", tool: { name: "t", arguments: { query: "what" } } });
      tool.end({ output: [{ role: "tool", parts: [{ type: "tool_call_response", response: { hits: i } }] }] });
    }
  });
  agent.end({ output: [said("assistant")] });
}
