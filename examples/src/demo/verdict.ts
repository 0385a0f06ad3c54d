import { compare, type Depth, type Side } from "./compare.ts";
import { toCosts } from "./cost-lines.ts";
import { toFacts, toFields } from "./facts.ts";
import { POINT, toMetricFacts } from "./metric-facts.ts";
import type { Observation } from "./observe.ts";
import { RECEIVED, toReceivedFacts } from "./received-facts.ts";
import { toRecordFacts } from "./record-facts.ts";
import { ATTRIBUTE, toSpanFacts } from "./span-facts.ts";
import { toTraceTrees } from "./span-tree.ts";

export interface Verdict {
  /** One line each; none means equal. */
  readonly differences: readonly string[];
  /** How much was compared, on the left side. */
  readonly compared: {
    readonly spans: number;
    readonly attributes: number;
    readonly points: number;
    readonly records: number;
    /** Observations in Langfuse and runs in LangSmith. */
    readonly received: number;
  };
}

/** Compares all that left the process in two runs. Nothing exported is a difference: two silences are not equal. */
export function toVerdict(left: Observation, right: Observation, depth: Depth): Verdict {
  const [a, b] = [toSide(left), toSide(right)];
  const fields = [...a.facts.values()].flatMap((each) => [...each.keys()]);
  return {
    differences: [...missing(left), ...missing(right), ...compare(a, b, depth)],
    compared: {
      spans: left.spans.length,
      attributes: fields.filter((field) => field.startsWith(ATTRIBUTE)).length,
      points: [...a.facts.keys()].filter((subject) => subject.startsWith(POINT)).length,
      records: left.records.length,
      received: [...a.facts.keys()].filter((subject) => subject.startsWith(RECEIVED)).length,
    },
  };
}

export function formatVerdict({ differences, compared }: Verdict, depth: Depth): string {
  if (differences.length > 0) {
    const count = `${differences.length} ${differences.length === 1 ? "difference" : "differences"}`;
    return [`VERDICT  ${count}`, ...differences.map((difference) => `  ${difference}`)].join("\n");
  }
  const { spans, attributes, points, records, received } = compared;
  const what =
    depth === "shape"
      ? "equal in shape (answers differ; tiers and audio tokens are told by one client alone): "
      : "equal: ";
  return `VERDICT  ${what}${spans} spans, ${attributes} attributes, ${points} metric points, ${records} records, ${received} in Langfuse and LangSmith`;
}

function toSide(observation: Observation): Side {
  const { framework, spans, metrics, records, received } = observation;
  const trees = toTraceTrees(spans);
  return {
    framework,
    facts: toFacts([
      ...toSpanFacts(trees),
      ...toMetricFacts(metrics),
      ...toRecordFacts(records, trees),
      ...toReceivedFacts(received),
      ["costs", toFields(toCosts(observation))],
    ]),
  };
}

function missing({ framework, spans, metrics, records, received }: Observation): readonly string[] {
  const products = received.map(({ product, trees }) => [`traces in ${product}`, trees] as const);
  return [...Object.entries({ spans, metrics, records }), ...products]
    .filter(([, items]) => items.length === 0)
    .map(([what]) => `no ${what} at all with ${framework}`);
}
