import type { ApprovalDecision, OperationStart } from "@isospan/core";
import { object } from "./shapes.ts";

/** In the words of `humanInTheLoopMiddleware`. */
const DECISIONS: ReadonlyMap<unknown, ApprovalDecision> = new Map([
  ["approve", "approved"],
  ["edit", "edited"],
  ["reject", "denied"],
]);

/** What a person has decided, where a graph goes on with it: `Command({ resume })`, of one interrupt or of several by id. */
export function toDecisions(inputs: unknown): OperationStart["decisions"] {
  try {
    const resume = object(object(inputs).resume);
    const answers = Array.isArray(resume.decisions) ? [resume] : Object.values(resume);
    const given = answers.flatMap((answer) => object(answer).decisions);
    const decisions = given.map((decision) => DECISIONS.get(object(decision).type));
    const known = decisions.filter((decision) => decision !== undefined);
    return known.length === 0 ? undefined : known;
  } catch {
    return undefined; // It is the application's, and may be anything.
  }
}
