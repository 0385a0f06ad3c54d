import { ConfigurationError } from "@isospan/core";
import { langfuseServer } from "@isospan-private/vendors";
import { afterEach, describe, expect, it, vi } from "vitest";
import { setUp } from "../test/set-up.ts";
import { type LangfuseExporterOptions, LangfuseTraceExporter } from "./index.ts";

const KEYS = { publicKey: "pk-lf-1", secretKey: "sk-lf-1" };

afterEach(() => vi.unstubAllEnvs());

describe("a wrong option is told when the exporter is made", () => {
  it.each([
    ["publicKey", {}, /LANGFUSE_PUBLIC_KEY/],
    ["publicKey", { publicKey: "", secretKey: "sk-lf-1" }, /missing/],
    ["secretKey", { publicKey: "pk-lf-1" }, /LANGFUSE_SECRET_KEY/],
    ["publicKey", { publicKey: "sk-lf-1", secretKey: "pk-lf-1" }, /Swap/],
    ["baseUrl", { ...KEYS, baseUrl: "cloud.langfuse.com" }, /https:/],
    ["baseUrl", { ...KEYS, baseUrl: "ftp://langfuse" }, /https:/],
    ["baseUrl", { ...KEYS, baseUrl: "https://cloud.langfuse.com/api/public/otel" }, /what precedes \/api/],
    ["baseUrl", { ...KEYS, baseUrl: "https://langfuse.example.com/api/public" }, /what precedes \/api/],
    ["baseUrl", { ...KEYS, baseUrl: "https://user:password@langfuse" }, /https:/],
    ["environment", { ...KEYS, environment: "Prod EU" }, /small letters/],
    ["environment", { ...KEYS, environment: "langfuse-prod" }, /small letters/],
    ["release", { ...KEYS, release: "" }, /commit/],
    ["maxBatchItems", { ...KEYS, maxBatchItems: 0 }, /from 1 on/],
    ["baseURL", { ...KEYS, baseURL: "https://us.cloud.langfuse.com" }, /baseUrl/],
    ["headers", { ...KEYS, headers: ["x-team: blue"] }, /names and values/],
    ["options", null, /object/],
    ["filter", { ...KEYS, filter: true }, /function/],
  ] as const)("%s", (field, options, message) => {
    vi.stubEnv("LANGFUSE_PUBLIC_KEY", "");
    vi.stubEnv("LANGFUSE_SECRET_KEY", "");
    const make = () => new LangfuseTraceExporter(options as LangfuseExporterOptions);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(expect.objectContaining({ field }));
    expect(make).toThrow(message);
  });

  it("and so is a wrong variable", () => {
    vi.stubEnv("LANGFUSE_TIMEOUT", "soon");
    expect(() => new LangfuseTraceExporter(KEYS)).toThrow(expect.objectContaining({ field: "LANGFUSE_TIMEOUT" }));
  });
});

describe("variables", () => {
  it.each(["LANGFUSE_BASE_URL", "LANGFUSE_BASEURL", "LANGFUSE_HOST"])("stand in for options: %s", async (name) => {
    const server = await langfuseServer();
    vi.stubEnv(name, `${server.url}/`);
    vi.stubEnv("LANGFUSE_PUBLIC_KEY", server.publicKey);
    vi.stubEnv("LANGFUSE_SECRET_KEY", server.secretKey);
    vi.stubEnv("LANGFUSE_TRACING_ENVIRONMENT", "Staging");
    vi.stubEnv("LANGFUSE_RELEASE", "r1");
    const exporter = { publicKey: undefined, secretKey: undefined, baseUrl: undefined };
    await using at = await setUp({ exporter });
    at.tracer.startSpan("GET /").end();
    await at.flush();
    expect(server.observations()).toMatchObject([{ name: "GET /", environment: "staging", release: "r1" }]);
    await server.close();
  });

  it("count less than options", async () => {
    vi.stubEnv("LANGFUSE_BASE_URL", "http://127.0.0.1:9");
    vi.stubEnv("LANGFUSE_PUBLIC_KEY", "other");
    vi.stubEnv("LANGFUSE_RELEASE", "other");
    await using at = await setUp({ exporter: { release: "mine" } });
    at.tracer.startSpan("GET /").end();
    await at.flush();
    expect(at.server.observation("GET /").release).toBe("mine");
  });

  it("LANGFUSE_FLUSH_AT is the most in one request", async () => {
    vi.stubEnv("LANGFUSE_FLUSH_AT", "2");
    await using at = await setUp();
    for (const name of ["a", "b", "c"]) at.tracer.startSpan(name).end();
    await at.flush();
    expect(at.server.requests).toHaveLength(2);
    expect(at.server.observations()).toHaveLength(3);
  });
});

it("keys in any alphabet, and headers for a proxy", async () => {
  const server = await langfuseServer({ publicKey: "pk-ключ", secretKey: "sk-ключ" });
  await using at = await setUp({
    exporter: { publicKey: "pk-ключ", secretKey: "sk-ключ", baseUrl: server.url, headers: { "x-team": "blue" } },
  });
  at.tracer.startSpan("GET /").end();
  await at.flush();
  expect(server.requests.map(({ answered, headers }) => [answered, headers["x-team"]])).toEqual([[200, "blue"]]);
  await server.close();
});
