import type { Answer, Question } from "../http/exchange.ts";
import type { FeedbackStore } from "./feedback.ts";
import { Refusal, readMultipart } from "./multipart.ts";
import type { Projects } from "./project-routes.ts";
import { readBatch } from "./read-batch.ts";
import { readJson } from "./read-json.ts";
import type { Batch, RunPayload } from "./run-payload.ts";
import type { RunStore } from "./run-store.ts";

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
  take(batch, stores);
  for (const each of batch.feedback) stores.feedback.create(each);
  return { status: 202, body: {} };
}

/** `POST /runs/batch`, for servers and clients without multipart. */
export function ingestBatch({ body }: Question, stores: Stores): Answer {
  checkSize(body);
  const { post = [], patch = [] } = readJson(body);
  take({ creates: toList(post), updates: toList(patch), feedback: [], attachments: new Map() }, stores);
  return { status: 202, body: {} };
}

/** `POST /runs` and `PATCH /runs/<id>`: one run, whose place in the tree has to be told here as well. */
export function ingestRun({ method, body }: Question, id: string | undefined, stores: Stores): Answer {
  checkSize(body);
  const run = { ...readJson(body), ...(id === undefined ? {} : { id }) };
  const none = { feedback: [], attachments: new Map() };
  take(
    method === "PATCH" ? { creates: [], updates: [run], ...none } : { creates: [run], updates: [], ...none },
    stores,
  );
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
