import type { ApprovalDecision, OperationStart } from "@isospan/core";
import { fields } from "./fields.ts";
import type { ContentPart, PromptMessage } from "./shapes.ts";

/**
 * What a person has decided, as a model is told: last, and once something else has followed, as history. Calls that were
 * approved have run by then, save those that the provider runs.
 */
export function toDecisions(prompt: readonly PromptMessage[] | undefined): OperationStart["decisions"] {
  const last = prompt?.at(-1);
  if (last?.role !== "tool" || typeof last.content === "string") return undefined;
  const decisions = last.content.map(toDecision).filter((decision) => decision !== undefined);
  return decisions.length === 0 ? undefined : decisions;
}

function toDecision({ type, output, approved }: ContentPart): ApprovalDecision | undefined {
  if (type === "tool-approval-response") return approved === true ? "approved" : "denied";
  return fields(output).type === "execution-denied" ? "denied" : undefined;
}
