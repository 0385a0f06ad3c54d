import { Refusal } from "./multipart.ts";
import { type RunPayload, toMs } from "./run-payload.ts";
import { isUuid } from "./uuid.ts";

const RUN_TYPES = ["tool", "chain", "llm", "retriever", "embedding", "prompt", "parser"];

/** `%Y%m%dT%H%M%S%fZ`: six digits after the second, no separators. */
const SEGMENT = /^(\d{8}T\d{12}Z)(.{36})$/;

/** Refuses a run whose fields are missing or of a wrong form: 422. */
export function checkCreate(run: RunPayload): void {
  checkIds(run);
  const missing = ["trace_id", "dotted_order", "name", "run_type", "start_time"].filter((key) => !run[key]);
  if (missing.length > 0) throw unprocessable(run, `${missing.join(", ")} is missing`);
  if (!RUN_TYPES.includes(String(run.run_type))) throw unprocessable(run, `run_type "${run.run_type}" is not known`);
  checkShapes(run);
  checkDottedOrder(run);
}

/** The same for what is told later: it says again which run it is. */
export function checkUpdate(run: RunPayload): void {
  checkIds(run);
  const missing = ["trace_id", "dotted_order"].filter((key) => !run[key]);
  if (missing.length > 0) throw unprocessable(run, `${missing.join(", ")} is missing`);
  checkShapes(run);
  // Nobody repeats the parent in an update, so a root cannot be told from a child here.
  if (run.parent_run_id) checkDottedOrder(run);
}

function checkIds(run: RunPayload): void {
  for (const key of ["id", "trace_id", "parent_run_id", "session_id", "reference_example_id"]) {
    const id = run[key];
    if (id !== undefined && id !== null && !isUuid(id)) throw unprocessable(run, `${key} is no UUID`);
  }
  if (!isUuid(run.id)) throw unprocessable(run, "id is missing");
}

function checkShapes(run: RunPayload): void {
  for (const key of ["start_time", "end_time"]) {
    const time = run[key];
    if (time !== undefined && time !== null && toMs(time) === undefined) {
      throw unprocessable(run, `${key} is neither whole milliseconds nor a date with its zone: ${time}`);
    }
  }
  for (const key of ["inputs", "outputs", "extra"]) {
    const value = run[key];
    if (value !== undefined && value !== null && (typeof value !== "object" || Array.isArray(value))) {
      throw unprocessable(run, `${key} is no object`);
    }
  }
  if (run.error !== undefined && run.error !== null && typeof run.error !== "string")
    throw unprocessable(run, "error is no text");
  for (const key of ["tags", "events"]) {
    if (run[key] !== undefined && run[key] !== null && !Array.isArray(run[key]))
      throw unprocessable(run, `${key} is no list`);
  }
}

/** Refuses a run whose place does not fit its ids: 400. */
function checkDottedOrder(run: RunPayload): void {
  const segments = String(run.dotted_order)
    .split(".")
    .map((segment) => SEGMENT.exec(segment));
  const [times, ids] = [1, 2].map((group) => segments.map((match) => match?.[group] ?? ""));
  const parentId = run.parent_run_id ?? undefined;
  const why = (() => {
    if (times === undefined || ids === undefined || !segments.every(Boolean) || !ids.every(isUuid))
      return "not of the form <time>Z<uuid>";
    if (ids[0] !== run.trace_id) return "trace_id does not match first part of dotted_order";
    if (ids.at(-1) !== run.id) return "run_id does not match last part of dotted_order";
    if (parentId === undefined && ids.length > 1) return "dotted_order must contain a single part for root runs";
    if (parentId !== undefined && ids.length < 2) return "dotted_order must contain at least two parts for child runs";
    if (parentId !== undefined && ids.at(-2) !== parentId)
      return "parent_run_id does not match second to last part of dotted_order";
    if (times.some((time, index) => time < (times[index - 1] ?? "")))
      return "a child's time is earlier than its parent's";
    return undefined;
  })();
  if (why === undefined) return;
  const { id, trace_id, dotted_order } = run;
  const which = `run_id:${id} trace_id:${trace_id} dotted_order:${dotted_order} parent_run_id:${parentId ?? "None"}`;
  throw new Refusal(400, `Bad request: invalid 'dotted_order': ${why} for ${which}`);
}

function unprocessable({ id }: RunPayload, why: string): Refusal {
  return new Refusal(422, `Unprocessable entity: run ${id}: ${why}`);
}
