import { randomUUID } from "node:crypto";
import type { Answer } from "../http/exchange.ts";
import { type LangfuseScore, scoreIssues, toScore } from "./scores.ts";

type Body = Readonly<Record<string, unknown>>;

/** The two ways in which scores come. */
export interface ScoreRoutes {
  readonly scores: ReadonlyMap<string, LangfuseScore>;
  /** `POST /api/public/scores`. */
  create(body: Body): Answer;
  /** `POST /api/public/ingestion`, which takes scores and refuses each trace and observation since v4. */
  ingest(body: Body): Answer;
}

export function scoreRoutes(): ScoreRoutes {
  const scores = new Map<string, LangfuseScore>();
  const keep = (id: string, body: Body) => scores.set(id, toScore(id, body, scores.get(id)));

  function ingestEvent(event: Body): { readonly status: number; readonly error?: unknown } {
    if (event.type === "sdk-log") return { status: 201 };
    if (event.type !== "score-create")
      return { status: 400, error: `"${event.type}" is not accepted any more: use OTLP` };
    const body: Body = Object(event.body);
    const issues = scoreIssues(body);
    if (issues.length > 0) return { status: 400, error: issues };
    // Without an id the event is accepted, and lost.
    if (typeof body.id === "string" && body.id !== "") keep(body.id, body);
    return { status: 201 };
  }

  return {
    scores,
    create: (body) => {
      const issues = scoreIssues(body);
      if (issues.length > 0) return { status: 400, body: { message: "Invalid request data", error: issues } };
      const id = typeof body.id === "string" && body.id !== "" ? body.id : randomUUID();
      keep(id, body);
      return { status: 200, body: { id } };
    },
    ingest: ({ batch }) => {
      if (!Array.isArray(batch))
        return { status: 400, body: { message: "Invalid request data", error: "batch is needed" } };
      const results = batch.map((event) => ({ id: event.id, ...ingestEvent(event) }));
      const isError = ({ status }: { readonly status: number }) => status >= 400;
      const successes = results.filter((result) => !isError(result));
      return { status: 207, body: { successes, errors: results.filter(isError) } };
    },
  };
}
