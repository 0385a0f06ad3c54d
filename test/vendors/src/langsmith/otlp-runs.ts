import { toPlainSpan } from "../otlp/plain.ts";
import { placed, type RawSpan } from "../otlp/raw.ts";
import { checkCreate } from "./check-run.ts";
import { Refusal } from "./multipart.ts";
import type { RunPayload } from "./run-payload.ts";
import type { RunStore } from "./run-store.ts";
import { spanToRun } from "./span-to-run.ts";
import { withPlace } from "./with-place.ts";

export interface OtlpRuns {
  /** Takes an OTLP request. What is wrong with its spans is not answered: it is looked at later. */
  add(content: Readonly<Record<string, unknown>>, project: string): void;
  /** Runs whose parent has not come. It is waited for, for hours, and then they are gone without a word. */
  waiting(): readonly RunPayload[];
  /** What was refused when it was looked at. */
  lost(): readonly { readonly run: RunPayload; readonly why: string }[];
}

/** @param runs get each run as soon as its place in the tree is known */
export function otlpRuns(runs: RunStore): OtlpRuns {
  let waiting: RunPayload[] = [];
  const lost: { run: RunPayload; why: string }[] = [];

  /** Whether the run could be placed, or thrown away. */
  function place(run: RunPayload): boolean {
    const parent = run.parent_run_id ? runs.find(String(run.parent_run_id)) : undefined;
    if (run.parent_run_id && parent === undefined) return false;
    try {
      const whole = withPlace(run, parent);
      checkCreate(whole);
      runs.keep(whole);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      lost.push({ run, why: error.message });
    }
    return true;
  }

  return {
    add: (content, project) => {
      const spans = placed<RawSpan>(content, ["resourceSpans", "scopeSpans", "spans"]).map(toPlainSpan);
      waiting.push(...spans.map((span) => spanToRun(span, project)));
      // Each run that is placed may be the parent of others.
      for (let before = -1; before !== waiting.length; ) {
        before = waiting.length;
        waiting = waiting.filter((run) => !place(run));
      }
    },
    waiting: () => waiting,
    lost: () => lost,
  };
}
