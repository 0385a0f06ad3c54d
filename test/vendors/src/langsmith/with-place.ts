import { type RunPayload, toMs } from "./run-payload.ts";

/** The run with its trace and its place in it, where it does not tell them: below its parent, or a root. */
export function withPlace(run: RunPayload, parent: RunPayload | undefined): RunPayload {
  const segment = `${toStamp(toMs(run.start_time) ?? 0)}${run.id}`;
  return {
    ...run,
    trace_id: run.trace_id ?? parent?.trace_id ?? run.id,
    dotted_order: run.dotted_order ?? (parent ? `${parent.dotted_order}.${segment}` : segment),
  };
}

function toStamp(ms: number): string {
  return `${new Date(ms).toISOString().replace(/[-:.Z]/g, "")}000Z`;
}
