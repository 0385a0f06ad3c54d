import type { ApprovalDecision } from "./contract.ts";
import type { Facts } from "./facts.ts";
import type { RecordedOperation } from "./operation.ts";
import type { OperationRecord } from "./record.ts";
import type { Draft } from "./to-record.ts";

/** Errors that say that a limit stopped a run, and which. Each framework has its own names for them. */
const LIMITS: ReadonlyMap<string, OperationRecord["limitHit"]> = new Map([
  ["GraphRecursionError", "steps"],
  ["ModelCallLimitMiddlewareError", "model_calls"],
  ["ToolCallLimitExceededError", "tool_calls"],
]);

const LIMIT_NAMES: ReadonlySet<unknown> = new Set(LIMITS.values());

/** Errors that say that an answer was not of the form that was asked for. */
const PARSE_FAILURES: ReadonlySet<string> = new Set([
  "OutputParserException",
  "StructuredOutputParsingError",
  "MultipleStructuredOutputsError",
  "AI_NoObjectGeneratedError",
]);

const DECISIONS: readonly ApprovalDecision[] = ["denied", "edited", "approved"];

/** What an agent's run did last: whether anybody has read what its tools answered. */
export interface Turn {
  /** Model calls so far. */
  calls: number;
  /** What a person has decided about what an earlier run asked for. */
  decided: ApprovalDecision | undefined;
  /** A tool has answered, and no model was asked since; `meant` where one of them is there to end the run. */
  unread: boolean | "meant";
}

/** Notes in the agent around what one of its model calls or tools means for its run. */
export function noteTurn({ facts, parent, isModelCall }: RecordedOperation, finalTools: readonly string[]): void {
  const modelCall = isModelCall && facts.name !== "embeddings";
  if (!modelCall && facts.name !== "execute_tool") return;
  let agent = parent;
  while (agent !== undefined && agent.facts.name !== "invoke_agent") {
    // What a tool calls is the tool's.
    if (agent.facts.name === "execute_tool") return;
    agent = agent.parent;
  }
  if (agent === undefined) return;
  // Its first act was a tool under an id that a model gave: a person has approved what an earlier run asked for.
  agent.turn ??= { calls: 0, decided: isApproved(facts) ? "approved" : undefined, unread: false };
  // Later calls are told again what was decided, or what was refused without a person.
  if (modelCall && agent.turn.calls === 0) agent.turn.decided = toDecision(facts.decisions) ?? agent.turn.decided;
  if (modelCall) agent.turn.unread = false;
  else if (facts.endsTurn === true || finalTools.includes(facts.tool?.name ?? "")) agent.turn.unread = "meant";
  else agent.turn.unread ||= true;
  if (modelCall && facts.outcome === "ok") agent.turn.calls++;
}

const isApproved = ({ name, tool, outcome }: Facts): boolean =>
  name === "execute_tool" && tool?.callId !== undefined && outcome !== "interrupted";

/** One pause has one outcome: that with which the least of what was asked for happened. */
const toDecision = (decisions: Facts["decisions"]): ApprovalDecision | undefined =>
  DECISIONS.find((decision) => decisions?.includes(decision));

/**
 * What frameworks do not say of a record, or each in its own words: limits that were hit, answers of another form, pauses
 * for a person. An error is told by the innermost operation that it ended.
 */
export class Happenings {
  readonly #told = new WeakSet<object>();

  add(draft: Draft, operation: RecordedOperation): void {
    const { facts, parent, turn, fallbackFrom } = operation;
    if (fallbackFrom !== undefined) draft.fallbackFrom = fallbackFrom;
    if (draft.error !== undefined && this.#isNew(facts.error)) this.#addError(draft, draft.error, operation);
    if (isRun(draft.name)) {
      const requested = draft.outcome === "interrupted" && !isWithin(parent, ({ name }) => isRun(name));
      const confirmation = requested ? "requested" : (toDecision(facts.decisions) ?? turn?.decided);
      // What the run around it was told is counted there.
      const told = confirmation !== undefined && isWithin(parent, ({ decisions }) => decisions !== undefined);
      if (confirmation !== undefined && !told) draft.confirmation = confirmation;
    }
    const { limitHit, endsTurn } = facts;
    if (limitHit !== undefined && LIMIT_NAMES.has(limitHit) && draft.outcome === "ok") draft.limitHit = limitHit;
    // A loop that ends with tools' answers, which no model has read, was stopped. One turn is no loop.
    else if (turn?.unread === true && turn.calls > 1 && endsTurn !== true && draft.outcome === "ok")
      draft.limitHit = "steps";
  }

  #addError(draft: Draft, { type, message }: NonNullable<Draft["error"]>, operation: RecordedOperation): void {
    const limit = LIMITS.get(type);
    const parseFailure =
      PARSE_FAILURES.has(type) || (operation.facts.parseFailure === true && draft.outcome === "error");
    if (limit === undefined && !parseFailure) return;
    // Some frameworks tell of a copy, perhaps without its message, and throw the error itself on.
    const told = `${type}: ${message}`;
    if (operation.toldWithin === told || operation.toldWithin === `${type}: `) return;
    for (let above = operation.parent; above !== undefined; above = above.parent) above.toldWithin = told;
    if (limit !== undefined) draft.limitHit = limit;
    if (parseFailure) draft.parseFailure = true;
  }

  #isNew(error: unknown): boolean {
    if (typeof error !== "object" || error === null) return true;
    if (this.#told.has(error)) return false;
    this.#told.add(error);
    return true;
  }
}

const isRun = (name: Draft["name"]): boolean => name === "invoke_agent" || name === "invoke_workflow";

function isWithin(operation: RecordedOperation | undefined, test: (facts: Facts) => boolean): boolean {
  for (let above = operation; above !== undefined; above = above.parent) if (test(above.facts)) return true;
  return false;
}
