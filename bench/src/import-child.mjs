import { registerHooks } from "node:module";

// `bare`: the API alone. `core`: times our import. `trace`: lists the modules that it loads.
const [, , what] = process.argv;
await import("@opentelemetry/api");
const loaded = [];
if (what === "trace") registerHooks({ load: see });
const startedMs = performance.now();
if (what !== "bare") await import("@isospan/core");
const importMs = performance.now() - startedMs;
console.log(JSON.stringify({ importMs, loaded }));

function see(url, context, nextLoad) {
  loaded.push(url);
  return nextLoad(url, context);
}
