/*
 * Writes the spans and metrics of every scenario, and log events, as JSON lines, for a checker of the semantic conventions:
 *   pnpm semconv:dump <folder>   →   <folder>/1.41.jsonl, <folder>/latest.jsonl
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { drivers } from "./drivers/index.ts";
import { logEventLines } from "./log-event-lines.ts";
import { type Observation, observe } from "./observe.ts";
import { scenarios } from "./scenarios/index.ts";

const folder = process.argv[2];
if (folder === undefined) throw new Error("Say which folder to write to: pnpm semconv:dump <folder>");
const target = resolve(process.env.INIT_CWD ?? ".", folder);

mkdirSync(target, { recursive: true });
for (const profile of ["1.41", "latest"] as const) {
  const lines = [...logEventLines(profile)];
  for (const driver of drivers) {
    const played = scenarios.filter(({ name }) => driver.gaps[name] === undefined);
    for (const scenario of played) lines.push(...toLines(await observe(driver, scenario, { sdk: "3", profile })));
  }
  writeFileSync(join(target, `${profile}.jsonl`), `${lines.join("\n")}\n`);
  console.log(
    `${profile}: ${lines.length} spans, metrics and log events of ${scenarios.length} scenarios by ${drivers.length} drivers`,
  );
}

function toLines({ spans, metrics, startAttributes }: Observation): readonly string[] {
  const ours = spans.map((span) => ({
    signal: "span",
    name: span.name,
    kind: span.kind,
    attributes: span.attributes,
    status: span.status,
    events: span.events.map((event) => ({ name: event.name })),
    startAttributes: startAttributes(span.spanContext().spanId),
  }));
  const measured = metrics.map(({ descriptor, dataPoints }) => ({
    signal: "metric",
    name: descriptor.name,
    unit: descriptor.unit,
    type: descriptor.type,
    attributes: dataPoints.map((point) => point.attributes),
    boundaries: (dataPoints[0]?.value as { buckets?: { boundaries: number[] } })?.buckets?.boundaries,
  }));
  return [...ours, ...measured].map((record) => JSON.stringify(record));
}
