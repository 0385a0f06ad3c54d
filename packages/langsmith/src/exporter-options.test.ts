import { ConfigurationError } from "@isospan/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { resolveExporterOptions } from "./exporter-options.ts";
import { LangSmithTraceExporter } from "./index.ts";

afterEach(() => vi.unstubAllEnvs());

describe("options", () => {
  it("come from the environment, and before it from whoever passes them", () => {
    vi.stubEnv("LANGSMITH_API_KEY", '"from environment"');
    vi.stubEnv("LANGSMITH_ENDPOINT", "https://eu.api.smith.langchain.com/");
    vi.stubEnv("LANGCHAIN_PROJECT", "older name");
    vi.stubEnv("LANGSMITH_WORKSPACE_ID", "w");
    vi.stubEnv("LANGSMITH_HIDE_INPUTS", "true");
    expect(resolveExporterOptions({})).toMatchObject({
      apiKey: "from environment",
      endpoint: "https://eu.api.smith.langchain.com",
      project: "older name",
      workspaceId: "w",
      hideInputs: true,
      hideOutputs: false,
    });
    expect(resolveExporterOptions({ apiKey: "k", project: "p", hideInputs: false })).toMatchObject({
      ...{ apiKey: "k", project: "p", hideInputs: false },
    });
  });

  it("have defaults", () => {
    for (const name of ["ENDPOINT", "PROJECT", "WORKSPACE_ID"]) vi.stubEnv(`LANGSMITH_${name}`, "");
    expect(resolveExporterOptions({ apiKey: "k" })).toMatchObject({
      ...{ endpoint: "https://api.smith.langchain.com", project: "default", workspaceId: undefined, mode: "native" },
    });
  });

  it("a missing key is told when the exporter is made, with the variable to set", () => {
    vi.stubEnv("LANGSMITH_API_KEY", "");
    vi.stubEnv("LANGCHAIN_API_KEY", "");
    expect(() => new LangSmithTraceExporter()).toThrow(ConfigurationError);
    expect(() => new LangSmithTraceExporter()).toThrow(/apiKey.*LANGSMITH_API_KEY/s);
  });

  it.each<[string, unknown]>([
    ["porject", "misspelt"],
    ["apiKey", 5],
    ["endpoint", "api.smith.langchain.com"],
    ["project", ""],
    ["mode", "grpc"],
    ["mode", ["native"]],
    ["costs", true],
    ["otherSpans", "all"],
    ["compression", "zstd"],
    ["deadlineMs", 0],
    ["requestTimeoutMs", Number.NaN],
    ["hideOutputs", "yes"],
  ])("a wrong one is named: %s %s", (field, value) => {
    const make = (): object => new LangSmithTraceExporter({ apiKey: "k", [field]: value });
    expect(make).toThrow(expect.objectContaining({ name: "ConfigurationError", field }));
  });
});
