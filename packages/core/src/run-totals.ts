import type { RecordedOperation } from "./operation.ts";
import type { RunTotals } from "./record.ts";
import type { Draft } from "./to-record.ts";

/** What has happened so far within one root operation, as numbers on the root itself. */
export class RunCounter {
  #modelCalls = 0;
  #toolCalls = 0;
  #steps = 0;
  #inputTokens: number | undefined;
  #outputTokens: number | undefined;
  #totalNanoUsd: number | undefined;
  #unpricedCalls = 0;
  #partial = false;

  addTool(): void {
    this.#toolCalls++;
  }

  addModelCall({ usage, cost, unpriced, outcome }: Draft, step: boolean): void {
    if (step) this.#steps++;
    if (outcome === "cached") return;
    this.#modelCalls++;
    this.#inputTokens = sum(this.#inputTokens, usage?.inputTokens);
    this.#outputTokens = sum(this.#outputTokens, usage?.outputTokens);
    this.#totalNanoUsd = sum(this.#totalNanoUsd, cost?.totalNanoUsd);
    if (unpriced !== undefined) this.#unpricedCalls++;
    if (cost?.partial) this.#partial = true;
  }

  toTotals(): RunTotals {
    return Object.freeze({
      modelCalls: this.#modelCalls,
      toolCalls: this.#toolCalls,
      steps: this.#steps,
      ...(this.#inputTokens !== undefined && { inputTokens: this.#inputTokens }),
      ...(this.#outputTokens !== undefined && { outputTokens: this.#outputTokens }),
      ...(this.#totalNanoUsd !== undefined && { totalNanoUsd: this.#totalNanoUsd }),
      ...(this.#unpricedCalls > 0 && { unpricedCalls: this.#unpricedCalls }),
      ...(this.#partial && { partial: true as const }),
    });
  }
}

/**
 * Adds a finished, priced operation to the root that it happened in, or gives the root its totals. Sums of what was
 * priced: a sum of tokens is never priced itself, since tiers and models are those of single calls.
 */
export function countRun(draft: Draft, operation: RecordedOperation): void {
  if (operation.calls !== undefined) draft.calls = Object.freeze(operation.calls);
  if (operation.parent === undefined) {
    if (operation.within !== undefined) draft.run = operation.within.toTotals();
    return;
  }
  const modelCall = operation.isModelCall;
  if ((!modelCall && draft.name !== "execute_tool") || draft.outcome === "denied") return;
  let root = operation.parent;
  let agent = root.facts.name === "invoke_agent" ? root : undefined;
  while (root.parent !== undefined) {
    root = root.parent;
    if (agent === undefined && root.facts.name === "invoke_agent") agent = root;
  }
  if (agent !== undefined && draft.outcome !== "cached") countCall(agent, draft.name);
  root.within ??= new RunCounter();
  if (modelCall) root.within.addModelCall(draft, isStep(draft, operation.parent));
  else root.within.addTool();
}

/** What the agent does itself: an agent that it asks counts its own. */
function countCall(agent: RecordedOperation, name: Draft["name"]): void {
  if (name === "embeddings") return;
  agent.calls ??= { model: 0, tool: 0 };
  // What ends after the agent is not in its record any more.
  if (Object.isFrozen(agent.calls)) return;
  if (name === "execute_tool") agent.calls.tool++;
  else agent.calls.model++;
}

/** One turn of an agent's loop: a model call right below it, whose repetitions are the same turn. */
function isStep({ name, attempt }: Draft, parent: RecordedOperation): boolean {
  if (name === "embeddings" || attempt !== undefined) return false;
  let around: RecordedOperation | undefined = parent;
  // A traced function in between does not make it another agent's.
  while (around?.facts.name === "task") around = around.parent;
  return around?.facts.name === "invoke_agent";
}

function sum(known: number | undefined, more: number | undefined): number | undefined {
  return more === undefined ? known : (known ?? 0) + more;
}
