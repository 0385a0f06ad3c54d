import type { OperationEnd } from "@isospan/core";

/** LangChain's own middleware, by the names of its nodes: they end an agent that has reached its limit with an answer. */
const LIMITS: readonly (readonly [RegExp, OperationEnd["limitHit"]])[] = [
  // Each call of an agent's model is a step.
  [/^ModelCallLimitMiddleware\.before_model$/, "steps"],
  [/^ToolCallLimitMiddleware(\[.*\])?\.after_model$/, "tool_calls"],
];

/** Which limit a node stands for. */
export function toLimit(runName: string | undefined): OperationEnd["limitHit"] {
  if (runName === undefined || !runName.includes("CallLimitMiddleware")) return undefined;
  return LIMITS.find(([words]) => words.test(runName))?.[1];
}
