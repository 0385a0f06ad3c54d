import { checkOption, checkOptions, type OptionCheck } from "@isospan/core";
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

const text = (fix: string): OptionCheck => [(value) => typeof value === "string" && value.trim() !== "", fix];
const oneOf = (...values: readonly string[]): OptionCheck => [
  (value) => values.some((known) => known === value),
  `Pass ${values.map((value) => `"${value}"`).join(" or ")}.`,
];
const flag: OptionCheck = [(value) => typeof value === "boolean", "Pass true or false."];
const positive: OptionCheck = [
  (value) => typeof value === "number" && value > 0 && Number.isFinite(value),
  "Pass a number of milliseconds above 0.",
];

/** One check for each option of the exporter. */
export const CHECKS: Readonly<Record<keyof LangSmithTraceExporterOptions, OptionCheck>> = {
  apiKey: text("Pass one, or set LANGSMITH_API_KEY."),
  endpoint: [isHttp, "Pass a URL such as https://eu.api.smith.langchain.com, or set LANGSMITH_ENDPOINT."],
  project: text("Pass a project's name."),
  workspaceId: text("Pass the workspace's id."),
  mode: oneOf("native", "otlp"),
  costs: oneOf("send", "omit"),
  otherSpans: oneOf("inside", "none"),
  hideInputs: flag,
  hideOutputs: flag,
  hideMetadata: flag,
  compression: oneOf("gzip", "none"),
  requestTimeoutMs: positive,
  deadlineMs: positive,
};

/** Throws `ConfigurationError` where something is missing or wrong. */
export function resolveExporterOptions(options: LangSmithTraceExporterOptions): ResolvedExporterOptions {
  checkOptions(options, CHECKS);
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
  // These may come from the environment.
  checkOption("apiKey", resolved.apiKey || undefined, CHECKS.apiKey);
  checkOption("endpoint", resolved.endpoint, CHECKS.endpoint);
  return resolved;
}

function fromEnvironment(name: string): string | undefined {
  const value = process.env[`LANGSMITH_${name}`] || process.env[`LANGCHAIN_${name}`];
  return value?.trim().replace(/^(["'])(.*)\1$/, "$2") || undefined;
}

function trimmed(endpoint: string): string {
  return endpoint.trim().replace(/\/+$/, "");
}

function isHttp(url: unknown): boolean {
  return typeof url === "string" && /^https?:$/.test(URL.parse(url)?.protocol ?? "");
}
