import { type Metadata, type Serialized, text } from "./shapes.ts";

export interface Run {
  readonly serialized: Serialized | undefined;
  readonly tags: readonly string[] | undefined;
  readonly metadata: Metadata | undefined;
  readonly runType: string | undefined;
  readonly runName: string | undefined;
  /** Metadata of the enclosing run; unknown for the outermost. */
  readonly parent: Metadata | undefined;
}

export type StepKind = { readonly kind: "agent" | "workflow"; readonly name: string | undefined };

/**
 * Which chain runs a person would draw: agents, and the outermost run. Everything else (nodes, sequences, prompts,
 * parsers, retry and fallback wrappers, hidden runs) is plumbing, and returns nothing.
 */
export function toStepKind(run: Run): StepKind | undefined {
  const { serialized, tags, metadata, parent, runName, runType } = run;
  const id = serialized?.id;
  if (tags?.includes("langsmith:hidden") || tags?.some((tag) => tag.startsWith("graph:step:"))) return undefined;
  if (runType === "prompt" || runType === "parser") return undefined;
  // The class name at the end does not survive minification, the namespace does.
  const isGraph = id?.[0] === "langgraph" && id[1] === "pregel";
  const agentName = text(metadata?.lc_agent_name);
  // Metadata is inherited by every run below, so only a change of it marks an agent.
  const named = agentName !== undefined && (agentName !== parent?.lc_agent_name || runName === agentName);
  const marked = isAgentMark(metadata) && !isAgentMark(parent);
  if ((isGraph && (named || marked)) || id?.at(-1) === "AgentExecutor") {
    return { kind: "agent", name: agentName ?? (runName === "LangGraph" ? undefined : runName) };
  }
  return parent === undefined ? { kind: "workflow", name: runName ?? id?.at(-1) } : undefined;
}

function isAgentMark(metadata: Metadata | undefined): boolean {
  return metadata?.ls_integration === "langchain_create_agent";
}
