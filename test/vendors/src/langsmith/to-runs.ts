import type { LangSmithFeedback } from "./feedback.ts";
import type { LangSmithRun } from "./run.ts";
import { type RunPayload, toMs } from "./run-payload.ts";
import type { StoredRun } from "./run-store.ts";
import { type LangSmithModel, sumUsage, toUsage } from "./to-usage.ts";
import { uuidTimeMs, uuidVersion } from "./uuid.ts";

type Json = Readonly<Record<string, unknown>>;

/** Every run with all that is below it, by `dotted_order`. */
export function toRuns(
  stored: readonly StoredRun[],
  feedback: readonly LangSmithFeedback[],
  models: readonly LangSmithModel[],
): LangSmithRun[] {
  const sorted = stored.toSorted((left, right) => order(left).localeCompare(order(right)));
  const byParent = Map.groupBy(sorted, ({ payload }) => String(payload.parent_run_id ?? ""));
  const made = new Map<StoredRun, LangSmithRun>();
  const make = (each: StoredRun): LangSmithRun => {
    const known = made.get(each);
    if (known !== undefined) return known;
    const id = String(each.payload.id);
    const children = (byParent.get(id) ?? []).map(make);
    const run = toRun(
      each,
      children,
      feedback.filter(({ runId }) => runId === id),
      models,
    );
    made.set(each, run);
    return run;
  };
  return sorted.map(make);
}

function toRun(
  { payload, attachments }: StoredRun,
  children: readonly LangSmithRun[],
  feedback: readonly LangSmithFeedback[],
  models: readonly LangSmithModel[],
): LangSmithRun {
  const extra: Json = Object(payload.extra);
  const metadata: Json = Object(extra.metadata);
  const outputs = payload.outputs ? Object(payload.outputs) : undefined;
  const events = (payload.events ?? []) as readonly Json[];
  const startMs = toMs(payload.start_time) ?? Number.NaN;
  const endMs = toMs(payload.end_time);
  const own = toUsage(metadata, outputs ?? {}, models);
  const firstToken = payload.run_type === "llm" ? events.find(({ name }) => name === "new_token") : undefined;
  const threadId = metadata.session_id ?? metadata.conversation_id ?? metadata.thread_id;
  const id = String(payload.id);
  return {
    id,
    traceId: String(payload.trace_id),
    parentRunId: payload.parent_run_id ? String(payload.parent_run_id) : undefined,
    dottedOrder: String(payload.dotted_order),
    name: String(payload.name),
    runType: String(payload.run_type),
    project: String(payload.session_name ?? payload.session_id ?? "default"),
    startMs,
    endMs,
    status: statusOf(payload, endMs),
    error: payload.error ? String(payload.error) : undefined,
    inputs: Object(payload.inputs),
    outputs,
    metadata,
    invocationParams: Object(extra.invocation_params),
    extra,
    events,
    tags: (payload.tags ?? []) as readonly string[],
    attachments,
    threadId: threadId === undefined ? undefined : String(threadId),
    firstTokenMs: toMs(firstToken?.time),
    own,
    total: sumUsage([own, ...children.map(({ total }) => total)]),
    feedback,
    children,
    openable: uuidVersion(id) !== 7 || uuidTimeMs(id) === startMs,
  };
}

function order({ payload }: StoredRun): string {
  return String(payload.dotted_order);
}

function statusOf({ error }: RunPayload, endMs: number | undefined): LangSmithRun["status"] {
  if (error) return "error";
  return endMs === undefined ? "pending" : "success";
}
