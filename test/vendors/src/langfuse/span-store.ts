import { placed, type RawSpan } from "../otlp/raw.ts";
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
  const rows: { readonly key: string; readonly observation: LangfuseObservation }[] = [];
  const lost: LostSpan[] = [];
  const observations = () => [...new Map(rows.map(({ key, observation }) => [key, observation])).values()];
  return {
    add: (content, writePath) => {
      for (const span of placed<RawSpan>(content, ["resourceSpans", "scopeSpans", "spans"])) {
        const { traceId = "", spanId = "", startTimeUnixNano = 0 } = span.item;
        const attributes = toSpanAttributes(span.item.attributes);
        const why = writePath === "legacy" ? legacyDefects(attributes, toSpanAttributes(span.resource)) : [];
        if (why.length > 0) {
          lost.push({ traceId, spanId, why });
          continue;
        }
        // The old path knows a span by its id alone, and replaces it at once.
        const start = writePath === "legacy" ? "" : String(BigInt(startTimeUnixNano) / 1_000n);
        const key = `${traceId} ${spanId} ${start}`;
        const replaced = writePath === "legacy" ? rows.findIndex((row) => row.key === key) : -1;
        if (replaced >= 0) rows.splice(replaced, 1);
        rows.push({ key, observation: toObservation(span, project, writePath) });
      }
    },
    rows: () => rows.map(({ observation }) => observation),
    observations,
    observation: (name) => {
      const [found, ...more] = observations().filter((each) => each.name === name);
      if (found === undefined || more.length > 0)
        throw new Error(`${found ? "several observations are" : "no observation is"} called "${name}"`);
      return found;
    },
    traces: () => {
      const byTrace = Map.groupBy(rows, ({ observation }) => observation.traceId);
      return [...byTrace].map(([id, own]) =>
        toTrace(
          id,
          own.map(({ observation }) => observation),
        ),
      );
    },
    lost: () => lost,
  };
}
