import { type Metadata, type Serialized, text, toConversationId } from "./shapes.ts";

/** What metadata says of the agent that a run is in. Every run below inherits it, so only a change marks an agent. */
export interface AgentMark {
  readonly agentName?: string | undefined;
  readonly inAgent?: boolean;
  readonly isTool?: boolean;
  readonly conversationId?: string | undefined;
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

export type StepKind = { readonly kind: "agent" | "workflow"; readonly name: string | undefined };

export const NO_MARK: AgentMark = {};

export function toAgentMark(metadata: Metadata | undefined): AgentMark {
  try {
    if (metadata === undefined) return NO_MARK;
    return {
      agentName: text(metadata.lc_agent_name),
      inAgent: metadata.ls_integration === "langchain_create_agent",
      conversationId: toConversationId(metadata),
    };
  } catch {
    return NO_MARK; // Metadata is the application's, and may be anything.
  }
}

/**
 * Which chain runs a person would draw: agents, and the outermost run. Everything else (nodes, sequences, prompts,
 * parsers, retry and fallback wrappers, hidden runs) is plumbing, and returns nothing.
 */
export function toStepKind({ serialized, tags, mark, parent, runName, runType }: Run): StepKind | undefined {
  if (tags?.some((tag) => tag === "langsmith:hidden" || String(tag).startsWith("graph:step:"))) return undefined;
  if (runType === "prompt" || runType === "parser") return undefined;
  const id = serialized?.id;
  // The class name at the end does not survive minification, the namespace does.
  const isGraph = id?.[0] === "langgraph" && id[1] === "pregel";
  const { agentName } = mark;
  const named = agentName !== undefined && (agentName !== parent?.agentName || runName === agentName);
  const ownName = runName === "LangGraph" ? undefined : runName;
  // An agent that a tool calls with its `config` inherits the caller's metadata, and only its name is its own.
  const called = isGraph && !named && parent?.isTool === true && mark.inAgent === true && ownName !== undefined;
  if (called) return { kind: "agent", name: ownName };
  if ((isGraph && (named || (mark.inAgent && !parent?.inAgent))) || id?.at(-1) === "AgentExecutor") {
    return { kind: "agent", name: agentName ?? ownName };
  }
  return parent === undefined ? { kind: "workflow", name: runName ?? id?.at(-1) } : undefined;
}
