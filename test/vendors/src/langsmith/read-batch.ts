import { type Part, Refusal } from "./multipart.ts";
import type { Attachment, Batch, RunPayload } from "./run-payload.ts";

const FIELDS = ["inputs", "outputs", "events", "error", "extra", "serialized"];

/** Puts the parts `<event>.<run id>[.<field>]` together. */
export function readBatch(parts: readonly Part[]): Batch {
  const runs = { post: new Map<string, Record<string, unknown>>(), patch: new Map<string, Record<string, unknown>>() };
  const feedback: RunPayload[] = [];
  const attachments = new Map<string, Attachment[]>();
  for (const { name, contentType, content } of parts) {
    const [event = "", id = "", field, ...more] = name.split(".");
    if (event === "attachment" && field !== undefined && more.length === 0) {
      attachments.set(id, [...(attachments.get(id) ?? []), { name: field, contentType, content }]);
    } else if (event === "feedback" && field === undefined) {
      feedback.push({ run_id: id, ...Object(readJson(name, content)) });
    } else if ((event === "post" || event === "patch") && more.length === 0) {
      addPart(runs[event], id, field, name, readJson(name, content));
    } else {
      throw new Refusal(422, `Unprocessable entity: invalid part name ${name}`);
    }
  }
  return { creates: [...runs.post.values()], updates: [...runs.patch.values()], feedback, attachments };
}

function addPart(
  runs: Map<string, Record<string, unknown>>,
  id: string,
  field: string | undefined,
  name: string,
  value: unknown,
) {
  const run = runs.get(id);
  if (field === undefined) {
    if (run !== undefined) throw new Refusal(422, `Unprocessable entity: ${name} comes twice`);
    const payload: Record<string, unknown> = { ...Object(value) };
    if (payload.id !== id) throw new Refusal(422, `Unprocessable entity: ${name} holds id ${payload.id}`);
    runs.set(id, payload);
    return;
  }
  if (!FIELDS.includes(field)) throw new Refusal(422, `Unprocessable entity: invalid field in ${name}`);
  if (run === undefined) throw new Refusal(422, `Unprocessable entity: ${name} comes before its run`);
  run[field] = value;
}

function readJson(name: string, content: Buffer): unknown {
  try {
    return JSON.parse(content.toString("utf8"));
  } catch {
    throw new Refusal(422, `Unprocessable entity: ${name} is no JSON`);
  }
}
