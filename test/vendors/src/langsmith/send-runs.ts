import type { LangSmithServer } from "./langsmith-server.ts";
import type { RunPayload } from "./run-payload.ts";

/** 2023-11-14T22:13:20Z. */
export const START_MS = 1_700_000_000_000;

/** The id of a run that starts so much later, by a number of one's own. */
export function runId(number: number, laterMs = 0): string {
  const time = (START_MS + laterMs).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(number).padStart(12, "0")}`;
}

/** A part of `dotted_order`. */
export function segment(id: string, laterMs = 0): string {
  return `20231114T221320${String(laterMs).padStart(3, "0")}000Z${id}`;
}

/** A root that has nothing wrong. */
export function rootRun(fields: RunPayload = {}): RunPayload {
  const id = runId(1);
  return {
    id,
    trace_id: id,
    dotted_order: segment(id),
    name: "root",
    run_type: "chain",
    start_time: START_MS,
    end_time: START_MS + 100,
    ...fields,
  };
}

/** A child of that root, likewise. */
export function childRun(fields: RunPayload = {}, number = 2): RunPayload {
  const id = runId(number, 5);
  return {
    ...rootRun(),
    id,
    parent_run_id: runId(1),
    dotted_order: `${segment(runId(1))}.${segment(id, 5)}`,
    name: "child",
    run_type: "llm",
    start_time: START_MS + 5,
    ...fields,
  };
}

/** Sends runs by hand, as a multipart body. */
export function sendRuns(
  server: LangSmithServer,
  runs: readonly RunPayload[],
  options: { readonly event?: "post" | "patch"; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  const { event = "post", headers = {} } = options;
  return sendParts(
    server,
    runs.map((run) => ({ name: `${event}.${run.id}`, content: JSON.stringify(run) })),
    headers,
  );
}

export interface SentPart {
  readonly name: string;
  readonly content: string;
  /** Instead of a JSON type with the right length. */
  readonly headers?: readonly string[];
}

export function sendParts(
  server: LangSmithServer,
  parts: readonly SentPart[],
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const body = parts.map(
    ({ name, content, headers: own = [`Content-Type: application/json; length=${Buffer.byteLength(content)}`] }) =>
      ["--sep", `Content-Disposition: form-data; name="${name}"`, ...own, "", content, ""].join("\r\n"),
  );
  return fetch(`${server.url}/runs/multipart`, {
    method: "POST",
    headers: { "x-api-key": server.apiKey, "Content-Type": "multipart/form-data; boundary=sep", ...headers },
    body: `${body.join("")}--sep--\r\n`,
  });
}
