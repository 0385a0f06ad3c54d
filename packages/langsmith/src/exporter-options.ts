import { ConfigurationError } from "@isospan/core";
import type { RunOptions } from "./to-run.ts";

/** Left out is read from the environment: `LANGSMITH_…`, else `LANGCHAIN_…`, as LangSmith's own client reads it. */
export interface LangSmithTraceExporterOptions {
  /** @default LANGSMITH_API_KEY */
  readonly apiKey?: string | undefined;
  /** Base of the API: `https://eu.api.smith.langchain.com`, `https://host/api/v1`. @default LANGSMITH_ENDPOINT, else the US cloud */
  readonly endpoint?: string | undefined;
  /** Name of the project that takes the runs; LangSmith makes it where there is none. @default LANGSMITH_PROJECT, else "default" */
  readonly project?: string | undefined;
  /** Needed with keys of a whole organisation. @default LANGSMITH_WORKSPACE_ID */
  readonly workspaceId?: string | undefined;
  /**
   * `"native"`: whole runs, written by LangSmith's client. `"otlp"`: the same runs as spans, to `/otel/v1/traces`, without
   * the client; what is wrong with one of them is never answered there. @default "native"
   */
  readonly mode?: "native" | "otlp" | undefined;
  /** Whether our costs are sent; else LangSmith computes them by its own price map. @default "send" */
  readonly costs?: "send" | "omit" | undefined;
  /**
   * Which spans of other instrumentations become runs. `"inside"`: those within operations of ours, and those that speak
   * the GenAI conventions. @default "inside"
   */
  readonly otherSpans?: "inside" | "none" | undefined;
  /** @default true where LANGSMITH_HIDE_INPUTS is `true` */
  readonly hideInputs?: boolean | undefined;
  /** @default true where LANGSMITH_HIDE_OUTPUTS is `true` */
  readonly hideOutputs?: boolean | undefined;
  /** Keeps the application's own labels, user and tenant away. @default true where LANGSMITH_HIDE_METADATA is `true` */
  readonly hideMetadata?: boolean | undefined;
  /** `"none"` for servers of your own that cannot read packed bodies. @default "gzip" */
  readonly compression?: "gzip" | "none" | undefined;
  /** Most time for one request, its answer included. Milliseconds. @default 10000 */
  readonly requestTimeoutMs?: number | undefined;
  /** Most time for one batch with all its retries; below the processor's own limit of 30000. Milliseconds. @default 25000 */
  readonly deadlineMs?: number | undefined;
}

/** With environment and defaults filled in. */
export interface ResolvedExporterOptions extends RunOptions {
  readonly apiKey: string;
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly workspaceId: string | undefined;
  readonly mode: "native" | "otlp";
  readonly otherSpans: "inside" | "none";
  readonly compression: "gzip" | "none";
  readonly requestTimeoutMs: number;
  readonly deadlineMs: number;
}

/** Throws `ConfigurationError` where something is missing or wrong. */
export function resolveExporterOptions(options: LangSmithTraceExporterOptions): ResolvedExporterOptions {
  const resolved: ResolvedExporterOptions = {
    apiKey: (options.apiKey ?? fromEnvironment("API_KEY") ?? "").trim(),
    endpoint: trimmed(options.endpoint ?? fromEnvironment("ENDPOINT") ?? "https://api.smith.langchain.com"),
    project: options.project ?? fromEnvironment("PROJECT") ?? "default",
    workspaceId: options.workspaceId ?? fromEnvironment("WORKSPACE_ID"),
    mode: options.mode ?? "native",
    costs: options.costs ?? "send",
    otherSpans: options.otherSpans ?? "inside",
    hideInputs: options.hideInputs ?? fromEnvironment("HIDE_INPUTS") === "true",
    hideOutputs: options.hideOutputs ?? fromEnvironment("HIDE_OUTPUTS") === "true",
    hideMetadata: options.hideMetadata ?? fromEnvironment("HIDE_METADATA") === "true",
    compression: options.compression ?? "gzip",
    requestTimeoutMs: options.requestTimeoutMs ?? 10_000,
    deadlineMs: options.deadlineMs ?? 25_000,
  };
  check("apiKey", resolved.apiKey !== "", "Set LANGSMITH_API_KEY, or pass apiKey.");
  check("endpoint", isHttp(resolved.endpoint), "Pass a URL such as https://eu.api.smith.langchain.com.");
  check("project", typeof resolved.project === "string" && resolved.project !== "", "Pass a project's name.");
  check("mode", ["native", "otlp"].includes(resolved.mode), 'Pass "native" or "otlp".');
  check("costs", ["send", "omit"].includes(resolved.costs), 'Pass "send" or "omit".');
  check("otherSpans", ["inside", "none"].includes(resolved.otherSpans), 'Pass "inside" or "none".');
  check("compression", ["gzip", "none"].includes(resolved.compression), 'Pass "gzip" or "none".');
  for (const field of ["requestTimeoutMs", "deadlineMs"] as const) {
    check(field, resolved[field] > 0 && Number.isFinite(resolved[field]), "Pass a number of milliseconds above 0.");
  }
  for (const field of ["hideInputs", "hideOutputs", "hideMetadata"] as const) {
    check(field, typeof resolved[field] === "boolean", "Pass true or false.");
  }
  return resolved;
}

function fromEnvironment(name: string): string | undefined {
  const value = process.env[`LANGSMITH_${name}`] || process.env[`LANGCHAIN_${name}`];
  return value?.trim().replace(/^(["'])(.*)\1$/, "$2") || undefined;
}

function trimmed(endpoint: string): string {
  return String(endpoint).trim().replace(/\/+$/, "");
}

function isHttp(url: string): boolean {
  return /^https?:$/.test(URL.parse(url)?.protocol ?? "");
}

function check(field: string, right: boolean, fix: string): void {
  if (!right) throw new ConfigurationError(field, "missing or of another form", fix);
}
