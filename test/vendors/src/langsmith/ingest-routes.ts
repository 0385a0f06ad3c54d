import type { Answer, Question } from "../http/exchange.ts";
import type { FeedbackStore } from "./feedback.ts";
import { Refusal, readMultipart } from "./multipart.ts";
import type { Projects } from "./project-routes.ts";
import { readBatch } from "./read-batch.ts";
import { readJson } from "./read-json.ts";
import type { Batch, RunPayload } from "./run-payload.ts";
import type { RunStore } from "./run-store.ts";
import { withPlace } from "./with-place.ts";

/** Most bytes of one request, unpacked: what `/info` says. */
export const MAX_BYTES = 20_971_520;

interface Stores {
  readonly runs: RunStore;
  readonly feedback: FeedbackStore;
  readonly projects: Projects;
}

/** `POST /runs/multipart`. */
export function ingestMultipart({ headers, body }: Question, stores: Stores): Answer {
  checkSize(body);
  const batch = readBatch(readMultipart(body, headers["content-type"] ?? ""));
  const feedback = batch.feedback.map((each) => stores.feedback.check(each));
  take(batch, stores);
  for (const each of feedback) stores.feedback.keep(each);
  return { status: 202, body: {} };
}

/** `POST /runs/batch`, for servers and clients without multipart. */
export function ingestBatch({ body }: Question, stores: Stores): Answer {
  checkSize(body);
  const { post = [], patch = [] } = readJson(body);
  take({ creates: toList(post), updates: toList(patch), feedback: [], attachments: new Map() }, stores);
  return { status: 202, body: {} };
}

/** `POST /runs` and `PATCH /runs/<id>`: one run, whose place in the tree the server finds by itself. */
export function ingestRun({ method, body }: Question, id: string | undefined, stores: Stores): Answer {
  checkSize(body);
  const { runs } = stores;
  const run: RunPayload = { ...readJson(body), ...(id === undefined ? {} : { id }) };
  const none: Batch = { creates: [], updates: [], feedback: [], attachments: new Map() };
  if (method === "PATCH") {
    const { trace_id, dotted_order } = runs.find(String(id)) ?? {};
    take({ ...none, updates: [{ trace_id, dotted_order, ...run }] }, stores);
  } else {
    take({ ...none, creates: [withPlace(run, runs.find(String(run.parent_run_id)))] }, stores);
  }
  return { status: 202, body: {} };
}

function take(batch: Batch, { runs, projects }: Stores): void {
  runs.ingest(batch);
  for (const { session_name: name, session_id: id } of batch.creates) {
    if (id === undefined) projects.idOf(String(name ?? "default"));
  }
}

function toList(value: unknown): readonly RunPayload[] {
  if (!Array.isArray(value)) throw new Refusal(422, "Unprocessable entity: post and patch must be lists");
  return value.map(Object);
}

function checkSize(body: Buffer): void {
  if (body.length > MAX_BYTES) throw new Refusal(413, `Payload too large: ${body.length} bytes, at most ${MAX_BYTES}`);
}
