import { className, isGraph, type Metadata, type Serialized, text } from "./shapes.ts";

/** What metadata says of the agent that a run is in. Every run below inherits it, so only a change marks an agent. */
export interface AgentMark {
  readonly agentName?: string | undefined;
  readonly inAgent?: boolean | undefined;
  /** Whether it began within a graph's node, whoever was told of that graph. */
  readonly inNode?: boolean | undefined;
}

export interface Run {
  readonly serialized: Serialized | undefined;
  readonly tags: readonly string[] | undefined;
  readonly runType: string | undefined;
  readonly runName: string | undefined;
  readonly mark: AgentMark;
  /** The enclosing run's; unknown for the outermost. */
  readonly parent: AgentMark | undefined;
}

/** `node`: a graph's step. `hidden`: what LangGraph itself does not show. `step`: any other part of a chain. */
export type StepKind = "agent" | "workflow" | "node" | "hidden" | "step";

export const NO_MARK: AgentMark = {};

export function toAgentMark(metadata: Metadata | undefined): AgentMark {
  try {
    const agentName = text(metadata?.lc_agent_name);
    const inAgent = metadata?.ls_integration === "langchain_create_agent";
    const inNode = text(metadata?.langgraph_node) !== undefined;
    return agentName === undefined && !inAgent ? NO_MARK : { agentName, inAgent, inNode };
  } catch {
    return NO_MARK; // Metadata is the application's, and may be anything.
  }
}

/** Which chain runs a person would draw: agents, and the outermost run. Everything else is plumbing. */
export function toStepKind(run: Run): StepKind {
  const { serialized, tags, parent, runType } = run;
  if (tags?.includes("langsmith:hidden")) return "hidden";
  if (tags?.some((tag) => String(tag).startsWith("graph:step:"))) return "node";
  if (runType === "prompt" || runType === "parser") return "step";
  if (className(serialized) === "AgentExecutor" || (isGraph(serialized?.id) && isMarked(run))) return "agent";
  return parent === undefined ? "workflow" : "step";
}

/** The agent's own name: what it inherits is its caller's. LangGraph calls what has none "LangGraph". */
export function toAgentName({ mark, parent, runName }: Run): string | undefined {
  const ownName = runName === "LangGraph" ? undefined : runName;
  return mark.agentName === toInherited(mark, parent)?.agentName ? ownName : (mark.agentName ?? ownName);
}

function isMarked({ mark, parent, runName }: Run): boolean {
  const { agentName } = mark;
  const inherited = toInherited(mark, parent);
  const named = agentName !== undefined && (agentName !== inherited?.agentName || runName === agentName);
  return named || (mark.inAgent === true && inherited?.inAgent !== true);
}

/** A tool that hands over a handler of its own, and not its `config`, hides the run around, but not the metadata. */
function toInherited(mark: AgentMark, parent: AgentMark | undefined): AgentMark | undefined {
  return parent ?? (mark.inNode === true ? mark : undefined);
}
