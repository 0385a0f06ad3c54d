import type { Instrument } from "@isospan/core/metrics";

const FORBIDDEN = /[^a-z0-9_]+/gi;
const SEVERAL = /_{2,}/g;

/** By OpenTelemetry's specification; a unit in braces only annotates. A ratio is told of gauges alone, which none here is. */
const UNITS: Readonly<Record<string, string>> = { s: "_seconds", By: "_bytes" };

/** The name that OpenTelemetry's Prometheus exporter gives the same instrument. */
export function toMetricName({ name, kind, unit }: Instrument, prefix: string, unitSuffixes: boolean): string {
  const base = toLabelName(prefix === "" ? name : `${prefix}_${name}`);
  const suffix = unitSuffixes ? (UNITS[unit] ?? "") : "";
  const named = base.endsWith(suffix) ? base : `${base}${suffix}`;
  return kind === "counter" && !named.endsWith("_total") ? `${named}_total` : named;
}

export function toLabelName(name: string): string {
  return name.replace(FORBIDDEN, "_").replace(SEVERAL, "_");
}
