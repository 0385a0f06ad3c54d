import type { ExportedMetric } from "./sdk.ts";

/** Values by name and labels, as Prometheus would keep them. */
export type Samples = ReadonlyMap<string, number>;

const LINE = /^(\w+)(?:\{(.*)\})? (\S+)(?: # .*)?$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads what a scrape would be answered. */
export function readScrape(text: string): Samples {
  const samples = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [, name = "", labels = "", value] = LINE.exec(line) ?? [];
    if (name === "") throw new Error(`no sample: ${line}`);
    // What the exporters of this process have sent is the process's, not the scenario's.
    if (!name.startsWith("isospan_export_"))
      samples.set(toKey(name, [...labels.matchAll(LABEL)].map(toPair)), Number(value));
  }
  return samples;
}

/** The same of what OpenTelemetry's reader collected. */
export function toSamples(metrics: readonly ExportedMetric[]): Samples {
  const samples = new Map<string, number>();
  for (const { descriptor, dataPoints } of metrics) {
    const name = descriptor.name.replace(/[^a-z0-9_]/gi, "_");
    for (const { attributes, value } of dataPoints) {
      const pairs = Object.entries(attributes).map(([key, text]) => [key.replaceAll(".", "_"), escaped(text)] as const);
      const set = (suffix: string, count: number, more: readonly (readonly [string, string])[] = []): void => {
        samples.set(toKey(`${name}${suffix}`, [...pairs, ...more]), count);
      };
      if (typeof value === "number") set(descriptor.type === "COUNTER" ? "_total" : "", value);
      else addHistogram(value as Histogram, set);
    }
  }
  return samples;
}

interface Histogram {
  readonly count: number;
  readonly sum: number;
  readonly buckets: { readonly boundaries: readonly number[]; readonly counts: readonly number[] };
}

type Set = (suffix: string, count: number, more?: readonly (readonly [string, string])[]) => void;

function addHistogram({ count, sum, buckets }: Histogram, set: Set): void {
  let below = 0;
  for (const [i, boundary] of buckets.boundaries.entries()) {
    below += buckets.counts[i] ?? 0;
    set("_bucket", below, [["le", String(boundary)]]);
  }
  set("_bucket", count, [["le", "+Inf"]]);
  set("_count", count);
  set("_sum", sum);
}

const escaped = (value: unknown): string =>
  String(value).replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
const toPair = ([, key = "", value = ""]: RegExpMatchArray) => [key, value] as const;
const toKey = (name: string, labels: readonly (readonly [string, string])[]): string =>
  `${name}${JSON.stringify(labels.toSorted(([a], [b]) => (a < b ? -1 : 1)))}`;
