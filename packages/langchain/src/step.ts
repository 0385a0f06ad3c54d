import type { Operation, OperationEnd, Recorder } from "@isospan/core";
import { isAgentNode, type ToolCall, toToolCalls } from "./react-agent.ts";
import { RunStart } from "./run-start.ts";
import { className, isGraph, type Metadata, object, type Serialized } from "./shapes.ts";
import { toDecisions } from "./to-decisions.ts";
import { toLimit } from "./to-limit.ts";
import { type AgentMark, toAgentMark, toAgentName, toStepKind } from "./to-step-kind.ts";

/** A chain run as LangChain reports it. */
export interface ChainRun {
  readonly serialized: Serialized | undefined;
  readonly inputs: unknown;
  readonly runId: string;
  readonly parentRunId: string | undefined;
  readonly tags: readonly string[] | undefined;
  readonly metadata: Metadata | undefined;
  readonly runType: string | undefined;
  readonly runName: string | undefined;
}

/** What is noted of a chain's run. */
export interface StepMark extends AgentMark {
  /** Neither an agent nor a workflow: those return again what their steps returned. */
  isStep?: boolean;
  /** Makes a graph an agent, if its first node says that it is one. What begins only now is returned. */
  becomeAgent?: (() => Operation | undefined) | undefined;
  readonly toolCalls?: ToolCall[] | undefined;
  /** The limit that the step watches over, by its name. */
  readonly limit?: OperationEnd["limitHit"];
  /** Its name, if it reads what a model has answered and has not failed. */
  parser?: string | undefined;
}

/**
 * Begins an agent, a workflow, or plumbing: that has no span, unless it is wanted as a task of its own. A graph within may
 * turn out an agent at its first node.
 */
export function startStep(recorder: Recorder, run: ChainRun, showPlumbing: boolean): Operation | undefined {
  const { serialized, inputs, runId, parentRunId, tags, metadata, runType, runName } = run;
  const parent = parentRunId === undefined ? undefined : (recorder.memo(parentRunId) as StepMark | undefined);
  const { agentName, inAgent, inNode } = toAgentMark(metadata);
  const parser = runType === "parser" ? (runName ?? className(serialized)) : undefined;
  const toolCalls = toToolCalls(serialized, inputs);
  const mark: StepMark = { agentName, inAgent, inNode, toolCalls, limit: toLimit(runName), parser };
  const known = { serialized, tags, runType, runName, mark, parent };
  const kind = toStepKind(known);
  mark.isStep = kind !== "agent" && kind !== "workflow";
  const around = kind === "node" ? decide(parent, serialized, runName) : undefined;
  const at = { key: runId, parentKey: parentRunId, memo: mark };
  const agent = { name: toAgentName(known) };
  const label = runName ?? className(serialized);
  const graph = isGraph(serialized?.id) && kind !== "node" && kind !== "hidden";
  const decisions = graph ? toDecisions(inputs) : undefined;
  const toAgent = () => recorder.start(new RunStart("invoke_agent", { agent, decisions }, metadata), at);
  if (kind === "agent") return toAgent();
  if (kind === "workflow" || showPlumbing) {
    const name = kind === "workflow" ? "invoke_workflow" : "task";
    const operation = recorder.start(new RunStart(name, { label, decisions }, metadata), at);
    if (graph) mark.becomeAgent = () => void operation.update({ name: "invoke_agent", agent });
    return operation;
  }
  recorder.plumbing(runId, parentRunId, mark);
  if (graph) mark.becomeAgent = toAgent;
  return around;
}

/** An answer that cannot be read is worth a span, whoever tries again: nothing else may tell of it. */
export function startFailedParser(recorder: Recorder, runId: string, error: unknown): void {
  const mark = recorder.memo(runId) as StepMark | undefined;
  // What it reads a stream from may have failed instead, or somebody has cancelled.
  const { name, lc_error_code: code } = object(error);
  if (mark?.parser === undefined || (name !== "SyntaxError" && code !== "OUTPUT_PARSING_FAILURE")) return;
  const operation = recorder.start({ name: "task", label: mark.parser }, { key: runId, parentKey: runId });
  operation.update({ parseFailure: true });
  // A second handler tells of the same run.
  mark.parser = undefined;
}

function decide(
  graph: StepMark | undefined,
  serialized: Serialized | undefined,
  runName: string | undefined,
): Operation | undefined {
  const become = graph?.becomeAgent;
  if (graph === undefined || become === undefined) return undefined;
  graph.becomeAgent = undefined;
  return isAgentNode(serialized, runName) ? become() : undefined;
}
