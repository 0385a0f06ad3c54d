import { randomUUID } from "node:crypto";
import type { Answer, Question } from "../http/exchange.ts";
import { type LoopbackServer, loopbackServer } from "../http/loopback-server.ts";
import { readOtlp } from "../otlp/read-request.ts";
import { exportDefects } from "./export-defects.ts";
import { scoreRoutes } from "./score-routes.ts";
import type { LangfuseScore } from "./scores.ts";
import { type SpanStore, spanStore } from "./span-store.ts";
import type { LangfuseModel } from "./to-cost-details.ts";

export interface LangfuseServerOptions {
  /** @default "pk-lf-test" */
  readonly publicKey?: string;
  /** @default "sk-lf-test" */
  readonly secretKey?: string;
  /** The models whose prices are known. @default none, so that only costs that are sent are shown */
  readonly models?: readonly LangfuseModel[];
  /** The prompts that can be linked. @default none */
  readonly prompts?: readonly { readonly name: string; readonly version: number }[];
  /** How spans are written that come without the version header: Langfuse Cloud's way, or a server's own. @default "legacy" */
  readonly withoutVersionHeader?: "legacy" | "direct";
}

/** Langfuse as its pages show what it was sent. */
export interface LangfuseServer extends LoopbackServer, Omit<SpanStore, "add"> {
  readonly publicKey: string;
  readonly secretKey: string;
  /** In the order in which they came first. */
  scores(): LangfuseScore[];
}

/**
 * Langfuse's server, v4, as far as telemetry needs it: `/api/public/otel/v1/traces`, `/scores`, `/ingestion`, `/health`.
 * It reads each span with all of the real one's peculiarities, so that what is sent wrongly is shown wrongly.
 */
export async function langfuseServer(options: LangfuseServerOptions = {}): Promise<LangfuseServer> {
  const { publicKey = "pk-lf-test", secretKey = "sk-lf-test", models = [], prompts = [] } = options;
  const { withoutVersionHeader = "legacy" } = options;
  const { add, ...spans } = spanStore({ models, prompts });
  const scores = scoreRoutes();
  const credentials = `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString("base64")}`;

  function answer(question: Question): Answer {
    const { method, path, headers } = question;
    if (path === "/api/public/health") return { status: 200, body: { status: "OK", version: "4.16.0" } };
    const routes: Readonly<Record<string, () => Answer>> = {
      "/api/public/otel/v1/traces": () => takeSpans(question),
      // Taken, and forgotten.
      "/api/public/otel/v1/metrics": () => ({ status: 200, body: {} }),
      "/api/public/scores": () => withJson(question, scores.create),
      "/api/public/ingestion": () => withJson(question, scores.ingest),
    };
    const route = routes[path];
    if (route === undefined) return { status: 404, body: { message: "Not Found" } };
    if (method !== "POST") return { status: 405, body: { message: "Method not allowed" } };
    if (headers.authorization !== credentials) return unauthorised(headers.authorization);
    return route();
  }

  function takeSpans(question: Question): Answer {
    const read = readOtlp(question, "ExportTraceServiceRequest");
    if ("wrong" in read) return { status: 400, body: { error: read.wrong } };
    const { resourceSpans } = read.content;
    if (!Array.isArray(resourceSpans) || resourceSpans.length === 0) return { status: 200, body: {} };
    const defects = exportDefects(resourceSpans);
    if (defects.length > 0)
      return { status: 400, body: { error: `Invalid OTLP trace export (${defects.join(", ")})` } };
    const version = question.headers["x-langfuse-ingestion-version"];
    if (version !== undefined && !(Number.parseInt(String(version), 10) <= 4)) {
      return { status: 400, body: { error: `Unsupported x-langfuse-ingestion-version: "${version}"` } };
    }
    add(read.content, isDirect(question) ? "direct" : withoutVersionHeader);
    // Never a partial success, and JSON even to protobuf: what is said is which job will look at the spans later.
    return { status: 200, body: { id: randomUUID(), name: "otel-ingestion-job" } };
  }

  const server = await loopbackServer(["gzip"], answer);
  return Object.assign(server, { ...spans, publicKey, secretKey, scores: () => [...scores.scores.values()] });
}

/** Langfuse's own newer clients are taken at their word; all others have to ask for version 4. */
function isDirect({ headers }: Question): boolean {
  const major = Number.parseInt(String(headers["x-langfuse-sdk-version"]), 10);
  const own = headers["x-langfuse-sdk-name"] === "javascript" && major >= 5;
  return own || Number.parseInt(String(headers["x-langfuse-ingestion-version"]), 10) === 4;
}

function withJson({ body }: Question, take: (body: Readonly<Record<string, unknown>>) => Answer): Answer {
  try {
    return take(Object(JSON.parse(body.toString("utf8"))));
  } catch {
    return { status: 400, body: { message: "Invalid request data", error: "no JSON" } };
  }
}

function unauthorised(sent: string | undefined): Answer {
  const why = sent?.startsWith("Basic ")
    ? "Invalid credentials. Confirm that you've configured the correct host."
    : "No authorization header";
  return { status: 401, body: { message: why, error: "UnauthorizedError" } };
}
