/** What an application could send spans with. All of them send to `url`. */
const EXPORTERS = {
  "otlp-json": (url) => plain(json, url, "none"),
  "otlp-json-gzip": (url) => plain(json, url, "gzip"),
  "otlp-protobuf": (url) => plain(protobuf, url, "none"),
  "otlp-protobuf-gzip": (url) => plain(protobuf, url, "gzip"),
  langfuse: (url) => langfuse(url, "none"),
  "langfuse-gzip": (url) => langfuse(url, "gzip"),
};

export const EXPORTER_NAMES = Object.keys(EXPORTERS);

export function startExporter(name, url) {
  return EXPORTERS[name](url);
}

const json = () => import("@opentelemetry/exporter-trace-otlp-http");
const protobuf = () => import("otel3-exporter-trace-otlp-proto");

async function plain(load, url, compression) {
  const { OTLPTraceExporter } = await load();
  return new OTLPTraceExporter({ url: `${url}/v1/traces`, compression });
}

async function langfuse(baseUrl, compression) {
  const { LangfuseTraceExporter } = await import("@isospan/langfuse");
  return new LangfuseTraceExporter({ publicKey: "pk", secretKey: "sk", baseUrl, compression });
}
