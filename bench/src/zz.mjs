import { createTelemetry } from "@isospan/core";
import { IsospanCallbackHandler } from "@isospan/langchain";
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { startExporter } from "./exporters.mjs";
import { run } from "./workloads/lc-loop.mjs";
import { createServer } from "node:http";
import { recordOf } from "@isospan/core";
let bytes=0; const server=createServer((q,s)=>{q.on("data",c=>bytes+=c.length);q.on("end",()=>s.end("{}"))}).listen(0);
await new Promise(r=>server.once("listening",r));
const finished=[];
const keep = { onStart(){}, onEnd: (span) => finished.push(span), async forceFlush(){}, async shutdown(){} };
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const telemetry = createTelemetry({ tracerProvider: new TracerProvider({ spanProcessors: [keep] }), content:true });
const callbacks = [new IsospanCallbackHandler({ telemetry })];
while (finished.length<512) { await run({callbacks}); await telemetry.flush(); }
const spans=finished.slice(0,512);
const msgs=spans.flatMap(s=>{const r=recordOf(s,"langfuse"); return [...(r.input??[]),...(r.output??[])]});
console.log("messages",msgs.length,"distinct",new Set(msgs).size);
for (const n of ["otlp-json","langfuse"]) { bytes=0; const e=await startExporter(n,`http://127.0.0.1:${server.address().port}`); await new Promise(r=>e.export(spans,r)); console.log(n,bytes/512); }
console.log(JSON.stringify(recordOf(spans[4],"langfuse"),null,1).slice(0,3000));
process.exit(0)
