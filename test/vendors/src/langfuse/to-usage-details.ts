import type { Numbers } from "./observation.ts";
import { type Attributes, jsonObject } from "./span-attributes.ts";

/** The two providers' own totals, which alone are turned into buckets; any further key makes them buckets as they are. */
const PROVIDER_FORMS = [
  ["prompt_tokens", "completion_tokens", "prompt_tokens_details", "completion_tokens_details"],
  ["input_tokens", "output_tokens", "input_tokens_details", "output_tokens_details"],
] as const;

/** Names under `gen_ai.usage.` that are understood. Every other number there becomes a bucket of its own. */
const INPUT = ["prompt_tokens", "input_tokens", "prompt"];
const OUTPUT = ["completion_tokens", "output_tokens", "completion"];
const TOTAL = ["total_tokens", "total"];
const CACHE_READ = ["cache_read.input_tokens", "cache_read_input_tokens", "cache_read_tokens", "input_cached_tokens"];
const CACHE_WRITE = [
  "cache_creation.input_tokens",
  "cache_creation_input_tokens",
  "cache_write_tokens",
  "input_cache_creation",
];
const REASONING = ["reasoning.output_tokens", "completion_details.reasoning"];
const UNDERSTOOD = new Set([...INPUT, ...OUTPUT, ...TOTAL, ...CACHE_READ, ...CACHE_WRITE, ...REASONING]);

/** Usage as buckets, without their total. `langfuse.observation.usage_details` wins, even when it is empty. */
export function toUsageDetails(attributes: Attributes): Numbers {
  const told = jsonObject(attributes["langfuse.observation.usage_details"]) ?? fromConvention(attributes);
  return fromProviderForm(told) ?? wholeNumbers(told);
}

/** The buckets with their total, which is their sum where it was not told. */
export function withTotal(buckets: Numbers): Numbers {
  const values = Object.values(buckets);
  if (values.length === 0 || buckets.total !== undefined) return buckets;
  return { ...buckets, total: values.reduce((sum, value) => sum + value, 0) };
}

/** Reads the convention's numbers as totals that include their parts. */
function fromConvention(attributes: Attributes): Readonly<Record<string, unknown>> {
  const found: Record<string, number> = {};
  for (const [key, value] of Object.entries(attributes)) {
    const name = /^(?:gen_ai\.usage|llm\.token_count)\.(.+)$/.exec(key)?.[1];
    if (name !== undefined && key !== "gen_ai.usage.cost" && !Number.isNaN(Number(value))) found[name] = Number(value);
  }
  const first = (names: readonly string[]) => names.map((name) => found[name]).find((value) => value !== undefined);
  const [input, output, cacheRead, cacheWrite, reasoning] = [INPUT, OUTPUT, CACHE_READ, CACHE_WRITE, REASONING].map(
    first,
  );
  const others = Object.entries(found).filter(([name]) => !UNDERSTOOD.has(name));
  return withoutUndefined({
    ...Object.fromEntries(others.map(([name, value]) => [name.replace(/^details\./, ""), value])),
    input: input === undefined ? undefined : Math.max(input - (cacheRead ?? 0) - (cacheWrite ?? 0), 0),
    output: output === undefined ? undefined : Math.max(output - (reasoning ?? 0), 0),
    total: first(TOTAL),
    input_cached_tokens: cacheRead,
    input_cache_creation: cacheWrite,
    output_reasoning_tokens: reasoning,
  });
}

function fromProviderForm(told: Readonly<Record<string, unknown>>): Numbers | undefined {
  for (const [inputKey, outputKey, inputDetails, outputDetails] of PROVIDER_FORMS) {
    const allowed = new Set<string>([inputKey, outputKey, "total_tokens", inputDetails, outputDetails]);
    const [input, output, total] = [told[inputKey], told[outputKey], told.total_tokens].map(Number);
    if (input === undefined || output === undefined || total === undefined) continue;
    if (!Number.isInteger(input + output + total) || !Object.keys(told).every((key) => allowed.has(key))) continue;
    const buckets: Record<string, number> = { input, output, total };
    for (const [side, details] of [
      ["input", told[inputDetails]],
      ["output", told[outputDetails]],
    ] as const) {
      for (const [name, value] of Object.entries(Object(details))) {
        buckets[`${side}_${name}`] = Number(value);
        buckets[side] = Math.max((buckets[side] ?? 0) - Number(value), 0);
      }
    }
    return buckets;
  }
  return undefined;
}

/** Anything else than a whole number from 0 on is dropped. */
function wholeNumbers(told: Readonly<Record<string, unknown>>): Numbers {
  const numbers = Object.entries(told).map(([key, value]) => {
    return [key, typeof value === "string" ? Number.parseInt(value, 10) : value] as const;
  });
  return Object.fromEntries(numbers.filter((entry): entry is [string, number] => isCount(entry[1])));
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function withoutUndefined(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
