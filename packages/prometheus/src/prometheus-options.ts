import {
  ConfigurationError,
  checkOptions,
  type OptionCheck,
  type SemconvProfile,
  type UserContext,
} from "@isospan/core";
import { instrumentsOf } from "@isospan/core/metrics";
import type { OpenMetricsContentType, Registry } from "prom-client";
import { promClient } from "./prom-client.ts";
import { toLabelName } from "./prometheus-name.ts";

/** Of either format. */
export type AnyRegistry = Registry | Registry<OpenMetricsContentType>;

/** The same for all, or read from whom the operation is for; `undefined` leaves it out. */
export type LabelSource = string | LabelReader;
export type LabelReader = (context: UserContext) => string | undefined;

export interface PrometheusSinkOptions {
  /**
   * Where the metrics are registered. One that writes OpenMetrics gets exemplars, with the trace's id.
   * @default prom-client's global registry
   */
  readonly registry?: AnyRegistry | undefined;
  /** Before every name, with an underscore. @default none */
  readonly prefix?: string | undefined;
  /**
   * Labels of every metric beside its own. Whom something is for becomes one only here, and not of what goes up and
   * down. What has many values uses up `maxSeries`.
   * @default none
   */
  readonly labels?: Readonly<Record<string, LabelSource>> | undefined;
  /** The conventions that the telemetry follows: give both the same. @default "1.41" */
  readonly semconv?: SemconvProfile | undefined;
  /** Most combinations of labels of one metric; past it, what is new is counted as `other`. At least 10. @default 1000 */
  readonly maxSeries?: number | undefined;
  /**
   * Whether names end in their unit, `_seconds` or `_bytes`, as the OpenTelemetry collector and Prometheus itself name
   * what comes by OTLP. OpenTelemetry's exporter for JavaScript does not. @default false
   */
  readonly unitSuffixes?: boolean | undefined;
}

export interface ResolvedOptions {
  readonly registry: AnyRegistry;
  readonly prefix: string;
  readonly labels: {
    readonly constant: Readonly<Record<string, string>>;
    readonly read: readonly (readonly [name: string, source: LabelReader])[];
  };
  readonly semconv: SemconvProfile;
  readonly maxSeries: number;
  readonly unitSuffixes: boolean;
}

const isRecord = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

const CHECKS: Readonly<Record<keyof PrometheusSinkOptions, OptionCheck>> = {
  registry: [
    (value) => isRecord(value) && "registerMetric" in Object(value) && "contentType" in Object(value),
    "Pass a Registry of prom-client 15.",
  ],
  prefix: [
    (value) => typeof value === "string" && /^([a-z_][a-z0-9_]*)?$/i.test(value),
    "Pass letters, digits and underscores, no digit first.",
  ],
  labels: [
    (value) =>
      isRecord(value) &&
      Object.values(Object(value)).every((each) => typeof each === "string" || typeof each === "function"),
    "Pass an object whose values are texts, or functions of a context.",
  ],
  semconv: [(value) => value === "1.41" || value === "latest", 'Pass "1.41" or "latest".'],
  maxSeries: [(value) => Number.isInteger(value) && Number(value) >= 10, "Pass a whole number from 10 on."],
  unitSuffixes: [(value) => typeof value === "boolean", "Pass true or false."],
};

/** Checks every option and fills in the defaults. Throws `ConfigurationError` naming the field and the fix. */
export function resolveOptions(options: PrometheusSinkOptions): ResolvedOptions {
  checkOptions(options, CHECKS);
  const { registry, prefix = "", labels = {}, semconv = "1.41", maxSeries = 1_000, unitSuffixes = false } = options;
  checkLabels(Object.keys(labels), semconv);
  return {
    registry: registry ?? promClient().register,
    prefix,
    labels: toLabels(labels),
    semconv,
    maxSeries,
    unitSuffixes,
  };
}

function toLabels(labels: Readonly<Record<string, LabelSource>>): ResolvedOptions["labels"] {
  const constant: Record<string, string> = {};
  const read: [name: string, source: LabelReader][] = [];
  for (const [name, source] of Object.entries(labels)) {
    if (typeof source === "string") constant[name] = source;
    else read.push([name, source]);
  }
  return { constant, read };
}

function checkLabels(names: readonly string[], semconv: SemconvProfile): void {
  const taken = new Set(["le", ...instrumentsOf(semconv).flatMap(({ labels }) => labels.map(toLabelName))]);
  for (const name of names) {
    if (!/^[a-z_][a-z0-9_]*$/i.test(name) || name.startsWith("__")) {
      throw new ConfigurationError(
        `labels.${name}`,
        "no label may be called so",
        "Use letters, digits and underscores.",
      );
    }
    if (taken.has(name)) {
      throw new ConfigurationError(`labels.${name}`, "metrics have a label of this name", "Call it something else.");
    }
  }
}
