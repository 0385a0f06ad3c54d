import type { Answer, Question } from "../http/exchange.ts";
import { type LoopbackServer, loopbackServer } from "../http/loopback-server.ts";
import { onlyOne } from "../only-one.ts";
import { otlpSuccess, readOtlp } from "../otlp/read-request.ts";
import { feedbackStore, type LangSmithFeedback } from "./feedback.ts";
import { ingestBatch, ingestMultipart, ingestRun, MAX_BYTES } from "./ingest-routes.ts";
import { Refusal } from "./multipart.ts";
import { type OtlpRuns, otlpRuns } from "./otlp-runs.ts";
import { projects as projectRoutes } from "./project-routes.ts";
import { readJson } from "./read-json.ts";
import type { LangSmithRun } from "./run.ts";
import { runStore } from "./run-store.ts";
import { toRuns } from "./to-runs.ts";
import type { LangSmithModel } from "./to-usage.ts";

export interface LangSmithServerOptions {
  /** @default "lsv2_test" */
  readonly apiKey?: string;
  /** Makes the key one of a whole organisation, which has to name this workspace. @default none */
  readonly workspaceId?: string;
  /** The price map. @default none, so that only costs that are sent are shown */
  readonly models?: readonly LangSmithModel[];
  /** Refuses ids of other versions than 7, which today are only warned of. @default false */
  readonly requireUuidV7?: boolean;
  /** A deployment on the new database alone, which refuses feedback without its project's id. @default false */
  readonly smithDbOnly?: boolean;
  /** What `/info` says of packed bodies. They are read in any case. @default true */
  readonly gzip?: boolean;
}

/** LangSmith as its pages show what it was sent. */
export interface LangSmithServer extends LoopbackServer {
  readonly apiKey: string;
  /** Every run with all that is below it, by `dotted_order`. */
  runs(): LangSmithRun[];
  /** The run of that name. Fails where there is none, or more than one. */
  run(name: string): LangSmithRun;
  /** Runs without a parent. */
  trees(): LangSmithRun[];
  /** Runs whose parent was never sent: no page leads to them. */
  orphans(): LangSmithRun[];
  feedback(): LangSmithFeedback[];
  /** The id that a project has; it is made with the first run in it, or here. */
  projectId(name: string): string;
  /** What is accepted today and frowned upon. */
  readonly warnings: readonly string[];
  /** What came by OTLP and has not become a run: answered with 200 all the same. */
  readonly otlp: Omit<OtlpRuns, "add">;
}

/**
 * LangSmith as far as telemetry needs it: `/info`, `/runs`, `/runs/batch`, `/runs/multipart`, `/feedback`, `/sessions`,
 * `/otel/v1/traces`. Any of them may stand behind `/api/v1`, as on servers of one's own. One wrong run refuses its batch.
 */
export async function langsmithServer(options: LangSmithServerOptions = {}): Promise<LangSmithServer> {
  const {
    apiKey = "lsv2_test",
    workspaceId,
    models = [],
    requireUuidV7 = false,
    smithDbOnly = false,
    gzip = true,
  } = options;
  const warnings: string[] = [];
  const warn = (warning: string): void => void warnings.push(warning);
  const projects = projectRoutes();
  const feedback = feedbackStore(smithDbOnly, warn);
  const runs = runStore(requireUuidV7, warn);
  const stores = { runs, feedback, projects };
  const otlp = otlpRuns(runs);
  const allRuns = () => toRuns(runs.runs(), [...feedback.all.values()], models);

  function answer(question: Question): Answer {
    const path = question.path.replace(/^\/api\/v1/, "");
    if (path === "/info") return { status: 200, body: toInfo(gzip, smithDbOnly) };
    try {
      authorise(question, apiKey, workspaceId);
      return route(question, path) ?? { status: 404, body: { detail: "Not Found" } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // The newer endpoints call it `error`, the older ones `detail`.
      const key = path === "/runs/multipart" ? "error" : "detail";
      return { status: error.status, body: { [key]: error.message } };
    }
  }

  function route(question: Question, path: string): Answer | undefined {
    const { method, body } = question;
    const [, collection, id] = /^\/(\w+)(?:\/([\w-]+))?$/.exec(path) ?? [];
    switch (`${method} ${path}`) {
      case "POST /runs/multipart":
        return ingestMultipart(question, stores);
      case "POST /runs/batch":
        return ingestBatch(question, stores);
      case "POST /otel/v1/traces":
        return takeSpans(question);
      case "POST /feedback":
        return takeFeedback(body);
    }
    if (collection === "sessions") return projects.answer(question, path);
    if (collection === "runs" && method !== "GET") return ingestRun(question, id, stores);
    if (collection === "runs") return readRun(id);
    if (collection !== "feedback" || id === undefined) return undefined;
    return method === "DELETE" ? feedback.remove(id) : feedback.update(id, readJson(body));
  }

  function takeFeedback(body: Buffer): Answer {
    const given = readJson(body);
    feedback.keep(feedback.check(given));
    return { status: 200, body: given };
  }

  function readRun(id: string | undefined): Answer {
    const found = allRuns().find((run) => run.id === id && run.openable);
    if (found === undefined) return { status: 404, body: { detail: "Run not found" } };
    return { status: 200, body: { id: found.id, name: found.name, run_type: found.runType, trace_id: found.traceId } };
  }

  function takeSpans(question: Question): Answer {
    const read = readOtlp(question, "ExportTraceServiceRequest");
    if ("wrong" in read) throw new Refusal(400, read.wrong);
    otlp.add(read.content, String(question.headers["langsmith-project"] ?? "default"));
    return otlpSuccess({ ...question, partialSuccess: undefined }, "rejectedSpans");
  }

  const server = await loopbackServer(["gzip", "zstd"], answer);
  return Object.assign(server, {
    apiKey,
    runs: allRuns,
    run: (name: string) => onlyOne("run", name, allRuns()),
    trees: () => allRuns().filter(({ parentRunId }) => parentRunId === undefined),
    orphans: () => orphansOf(allRuns()),
    feedback: () => [...feedback.all.values()],
    projectId: projects.idOf,
    warnings,
    otlp,
  });
}

function authorise({ headers }: Question, apiKey: string, workspaceId: string | undefined): void {
  const sent = headers["x-api-key"] ?? headers.authorization?.replace(/^Bearer /, "");
  if (!sent) throw new Refusal(401, "Invalid token");
  if (sent !== apiKey) throw new Refusal(403, "Forbidden");
  if (workspaceId !== undefined && headers["x-tenant-id"] !== workspaceId) {
    throw new Refusal(403, "org_scoped_key_requires_workspace");
  }
}

function toInfo(gzip: boolean, smithDbOnly: boolean): object {
  return {
    version: "0.12.0",
    instance_flags: {
      gzip_body_enabled: gzip,
      zstd_compression_enabled: gzip,
      sdb_query_enabled: true,
      ch_query_enabled: !smithDbOnly,
    },
    batch_ingest_config: { use_multipart_endpoint: true, size_limit: 100, size_limit_bytes: MAX_BYTES },
  };
}

function orphansOf(runs: readonly LangSmithRun[]): LangSmithRun[] {
  const ids = new Set(runs.map(({ id }) => id));
  return runs.filter(({ parentRunId }) => parentRunId !== undefined && !ids.has(parentRunId));
}
