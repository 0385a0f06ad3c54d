import { ConfigurationError, checkOptions, type OptionCheck, type OptionChecks } from "@isospan/core";
import type { SenderOptions } from "@isospan/core/sender";
import type { ExportedSpan } from "./exported-span.ts";
import { toBase64 } from "./to-base64.ts";

type Limits = Pick<
  SenderOptions<never>,
  | "maxBatchItems"
  | "maxBatchBytes"
  | "maxQueueItems"
  | "maxQueueBytes"
  | "maxConcurrency"
  | "requestTimeoutMs"
  | "deadlineMs"
  | "retryDelayMs"
  | "maxRetryDelayMs"
  | "compression"
>;

/** An option counts more than its variable. The limits are those of `@isospan/core/sender`, with its defaults. */
export interface LangfuseExporterOptions extends Limits {
  /** @default LANGFUSE_PUBLIC_KEY */
  readonly publicKey?: string | undefined;
  /** @default LANGFUSE_SECRET_KEY */
  readonly secretKey?: string | undefined;
  /** @default LANGFUSE_BASE_URL, LANGFUSE_BASEURL, LANGFUSE_HOST, or https://cloud.langfuse.com */
  readonly baseUrl?: string | undefined;
  /**
   * Small letters, digits, `-` and `_`, at most 40; not beginning with `langfuse`.
   * @default LANGFUSE_TRACING_ENVIRONMENT; without it Langfuse reads `deployment.environment.name` of the resource
   */
  readonly environment?: string | undefined;
  /** The version of the application. @default LANGFUSE_RELEASE */
  readonly release?: string | undefined;
  /** Sent with each request besides Langfuse's own, for a proxy. @default none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Which spans are sent. What is left out counts neither as sent nor as dropped; a span at which it throws is dropped.
   * @default all
   */
  readonly filter?: ((span: ExportedSpan) => boolean) | undefined;
}

/** What the exporter needs to know, checked. */
export interface ExporterSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly environment: string | undefined;
  readonly release: string | undefined;
  readonly limits: Limits;
}

const CLOUD = "https://cloud.langfuse.com";

// Read together with its variable; or checked by the sender.
const CHECKED_LATER: OptionCheck = [() => true, ""];

/** One check for each option of the exporter. */
export const CHECKS: Readonly<Record<keyof LangfuseExporterOptions, OptionCheck>> = {
  publicKey: CHECKED_LATER,
  secretKey: CHECKED_LATER,
  baseUrl: CHECKED_LATER,
  environment: CHECKED_LATER,
  release: CHECKED_LATER,
  headers: [
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    "Pass an object of names and values.",
  ],
  filter: [(value) => typeof value === "function", "Pass a function from a span to true or false."],
  maxBatchItems: CHECKED_LATER,
  maxBatchBytes: CHECKED_LATER,
  maxQueueItems: CHECKED_LATER,
  maxQueueBytes: CHECKED_LATER,
  maxConcurrency: CHECKED_LATER,
  requestTimeoutMs: CHECKED_LATER,
  deadlineMs: CHECKED_LATER,
  retryDelayMs: CHECKED_LATER,
  maxRetryDelayMs: CHECKED_LATER,
  compression: CHECKED_LATER,
};

/**
 * Options over environment over defaults; `checks` are of those that there are. Throws `ConfigurationError` where
 * something is missing or wrong.
 */
export function resolveExporterOptions(
  options: LangfuseExporterOptions,
  checks: OptionChecks = CHECKS,
): ExporterSettings {
  checkOptions(options, checks);
  const { publicKey, secretKey, baseUrl, environment, release, headers, filter, ...limits } = options;
  const publicText = toKey("publicKey", publicKey ?? variable("LANGFUSE_PUBLIC_KEY"), "LANGFUSE_PUBLIC_KEY", "sk-lf-");
  const secretText = toKey("secretKey", secretKey ?? variable("LANGFUSE_SECRET_KEY"), "LANGFUSE_SECRET_KEY", "pk-lf-");
  const credentials = toBase64(new TextEncoder().encode(`${publicText}:${secretText}`));
  const base = toBaseUrl(baseUrl ?? firstVariable());
  return {
    baseUrl: base,
    url: `${base}/api/public/otel/v1/traces`,
    headers: {
      ...headers,
      authorization: `Basic ${credentials}`,
      // Without it Langfuse Cloud may show traces only ten minutes later.
      "x-langfuse-ingestion-version": "4",
    },
    environment: toEnvironment(environment ?? variable("LANGFUSE_TRACING_ENVIRONMENT")),
    release: toRelease(release ?? variable("LANGFUSE_RELEASE")),
    limits: {
      ...limits,
      maxBatchItems: limits.maxBatchItems ?? toNumber("LANGFUSE_FLUSH_AT"),
      requestTimeoutMs: limits.requestTimeoutMs ?? inMs(toNumber("LANGFUSE_TIMEOUT")),
    },
  };
}

function toKey(field: string, key: unknown, name: string, prefixOfTheOther: string): string {
  if (typeof key !== "string" || key === "") {
    throw new ConfigurationError(field, "missing", `Pass it, or set ${name}: both keys are in Langfuse's settings.`);
  }
  if (key.startsWith(prefixOfTheOther)) {
    throw new ConfigurationError(field, `begins with ${prefixOfTheOther}`, "Swap publicKey and secretKey.");
  }
  return key;
}

function toBaseUrl(given: unknown): string {
  const url = typeof given === "string" ? URL.parse(given) : null;
  // The address for OTLP, with which Langfuse's own pages set exporters up, would only get 404 for an answer.
  const isWhole = url !== null && /^https?:$/.test(url.protocol) && !/\/api\/public(\/|$)/.test(url.pathname);
  if (!isWhole || url.username !== "" || url.search !== "" || url.hash !== "") {
    const fix = `Pass what precedes /api, such as ${CLOUD}, or set LANGFUSE_BASE_URL.`;
    throw new ConfigurationError("baseUrl", "not the URL of a Langfuse server", fix);
  }
  return url.href.replace(/\/+$/, "");
}

/** Langfuse shows as "default" what is written otherwise, which nobody would notice. */
function toEnvironment(given: unknown): string | undefined {
  if (given === undefined) return undefined;
  const environment = String(given).toLowerCase();
  if (typeof given === "string" && /^(?!langfuse)[a-z0-9_-]{1,40}$/.test(environment)) return environment;
  const fix = "Use small letters, digits, - and _, at most 40, and another beginning than langfuse.";
  throw new ConfigurationError("environment", `${JSON.stringify(given)} is no name for one`, fix);
}

function toRelease(given: unknown): string | undefined {
  if (given === undefined || (typeof given === "string" && given !== "")) return given;
  throw new ConfigurationError("release", "not a text", "Pass a version such as 1.4.2, or a commit's hash.");
}

function toNumber(name: string): number | undefined {
  const given = variable(name);
  if (given === undefined) return undefined;
  const number = Number(given);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new ConfigurationError(name, `${JSON.stringify(given)} is no number above 0`, "Set a number, or unset it.");
}

function inMs(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1_000;
}

function firstVariable(): string {
  return variable("LANGFUSE_BASE_URL") ?? variable("LANGFUSE_BASEURL") ?? variable("LANGFUSE_HOST") ?? CLOUD;
}

/** Empty is unset, as OpenTelemetry reads its variables. */
function variable(name: string): string | undefined {
  return (typeof process === "undefined" ? undefined : process.env[name]) || undefined;
}
