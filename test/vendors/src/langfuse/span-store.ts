import { onlyOne } from "../only-one.ts";
import { type Placed, placed, type RawSpan } from "../otlp/raw.ts";
import { legacyDefects } from "./legacy-defects.ts";
import type { LangfuseObservation, WritePath } from "./observation.ts";
import { toSpanAttributes } from "./span-attributes.ts";
import { type Project, toObservation } from "./to-observation.ts";
import { type LangfuseTrace, toTrace } from "./to-trace.ts";

/** What has become of the spans that were sent. */
export interface SpanStore {
  /** @param content an OTLP request without defects */
  add(content: Readonly<Record<string, unknown>>, writePath: WritePath): void;
  /** Everything that was written, as often as it was sent. */
  rows(): LangfuseObservation[];
  /**
   * Rows after the database has merged them: of one trace, span and start time the last is left. A span that was sent
   * again with another start is an observation of its own.
   */
  observations(): LangfuseObservation[];
  /** The observation of that name. Fails where there is none, or more than one. */
  observation(name: string): LangfuseObservation;
  /** Before the database has merged anything, as the pages show it. */
  traces(): LangfuseTrace[];
  /** What was answered with 200 and then thrown away. */
  lost(): readonly LostSpan[];
}

export interface LostSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly why: readonly string[];
}

export function spanStore(project: Project): SpanStore {
  const rows = new Set<Row>();
  // Of the old path, which knows a span by its ids alone and replaces it at once.
  const legacyRows = new Map<string, Row>();
  const lost: LostSpan[] = [];

  function add(span: Placed<RawSpan>, writePath: WritePath): void {
    const { traceId = "", spanId = "", startTimeUnixNano = 0 } = span.item;
    const ids = `${traceId} ${spanId}`;
    const row = toRow(`${ids} ${BigInt(startTimeUnixNano) / 1_000n}`, () => toObservation(span, project, writePath));
    if (writePath === "legacy") {
      const why = legacyDefects(toSpanAttributes(span.item.attributes), toSpanAttributes(span.resource));
      if (why.length > 0) {
        lost.push({ traceId, spanId, why });
        return;
      }
      const replaced = legacyRows.get(ids);
      if (replaced !== undefined) rows.delete(replaced);
      legacyRows.set(ids, row);
    }
    rows.add(row);
  }

  const all = () => [...rows].map(({ observation }) => observation());
  const observations = () =>
    [...new Map([...rows].map((row) => [row.key, row])).values()].map((row) => row.observation());
  return {
    add: (content, writePath) => {
      for (const span of placed<RawSpan>(content, ["resourceSpans", "scopeSpans", "spans"])) add(span, writePath);
    },
    rows: all,
    observations,
    observation: (name) => onlyOne("observation", name, observations()),
    traces: () => [...Map.groupBy(all(), ({ traceId }) => traceId)].map(([id, own]) => toTrace(id, own)),
    lost: () => lost,
  };
}

/** A span, read when somebody looks: tests of speed should not have to wait for it. */
interface Row {
  readonly key: string;
  observation(): LangfuseObservation;
}

function toRow(key: string, make: () => LangfuseObservation): Row {
  let made: LangfuseObservation | undefined;
  return {
    key,
    observation: () => {
      made ??= make();
      return made;
    },
  };
}
