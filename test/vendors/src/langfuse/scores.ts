/** A score as Langfuse keeps it. */
export interface LangfuseScore {
  readonly id: string;
  readonly name: string;
  readonly value: number | string;
  readonly dataType: string;
  readonly traceId: string | undefined;
  readonly observationId: string | undefined;
  readonly sessionId: string | undefined;
  readonly datasetRunId: string | undefined;
  readonly comment: string | undefined;
  readonly metadata: unknown;
  readonly environment: string;
  readonly source: string;
}

interface Issue {
  readonly path: readonly string[];
  readonly message: string;
}

const MAX_ID_LENGTH = 800;
const MAX_TEXT_LENGTH = 500;

type Body = Readonly<Record<string, unknown>>;

/** What the value has to be, by data type. */
const VALUES: Readonly<Record<string, (value: unknown) => boolean>> = {
  NUMERIC: (value) => typeof value === "number",
  CATEGORICAL: (value) => typeof value === "string",
  BOOLEAN: (value) => value === 0 || value === 1,
  CORRECTION: (value) => typeof value === "string",
  TEXT: (value) => typeof value === "string" && value.length > 0 && value.length <= MAX_TEXT_LENGTH,
  undefined: (value) => typeof value === "string" || typeof value === "number",
};

/** Why a score is refused. */
export function scoreIssues(body: Body): Issue[] {
  const issues: Issue[] = [];
  const check = (fine: boolean, field: string, message: string) => {
    if (!fine) issues.push({ path: [field], message });
  };
  const isText = (value: unknown) => value === undefined || value === null || typeof value === "string";
  check(typeof body.name === "string" && body.name !== "", "name", "must be a text that is not empty");
  check(
    isText(body.id) && String(body.id).length <= MAX_ID_LENGTH,
    "id",
    `must be a text of ${MAX_ID_LENGTH} characters at most`,
  );
  const targets = ["traceId", "sessionId", "datasetRunId"].filter((key) => isPresent(body[key]));
  check(targets.length === 1, "traceId", "exactly one of traceId, sessionId and datasetRunId is needed");
  check(!isPresent(body.observationId) || isPresent(body.traceId), "observationId", "needs a traceId");
  const fits = VALUES[String(body.dataType ?? undefined)];
  check(fits !== undefined, "dataType", `"${body.dataType}" is not known`);
  check(fits?.(body.value) ?? true, "value", `does not fit data type ${body.dataType}`);
  for (const key of ["comment", "environment", "observationId", ...targets])
    check(isText(body[key]), key, "must be a text");
  check(["API", "ANNOTATION", undefined].includes(body.source as string), "source", "must be API or ANNOTATION");
  check(body.source !== "ANNOTATION" || isPresent(body.configId), "configId", "is needed for annotations");
  return issues;
}

/** The score with what an earlier one of the same id has settled: where it belongs cannot be changed any more. */
export function toScore(id: string, body: Body, earlier: LangfuseScore | undefined): LangfuseScore {
  const text = (key: string) => (isPresent(body[key]) ? String(body[key]) : undefined);
  const value = body.value as number | string;
  return {
    id,
    name: String(body.name),
    value,
    dataType: text("dataType") ?? (typeof value === "number" ? "NUMERIC" : "CATEGORICAL"),
    traceId: earlier ? earlier.traceId : text("traceId"),
    observationId: text("observationId"),
    sessionId: text("sessionId"),
    datasetRunId: text("datasetRunId"),
    comment: text("comment"),
    metadata: body.metadata ?? undefined,
    environment: earlier?.environment ?? text("environment") ?? "default",
    source: text("source") ?? "API",
  };
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
