import { isGraph, object, type Serialized, text } from "./shapes.ts";

/** A tool call that a node was given. */
export interface ToolCall {
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/** Nodes that an agent can begin with or go on from: of `createReactAgent`, of `createAgent`, of its middleware. */
const AGENT_NODE = /^(agent|model_request|(pre|post)_model_hook|.*\.(before|after)_(agent|model))$/;

/**
 * Whether a graph is an agent, told by its first node: LangGraph's `createReactAgent` leaves no other mark, nor does
 * `createAgent` before langchain 1.2.30. Loops by hand with the same nodes are agents, too.
 */
export function isAgentNode(serialized: Serialized | undefined, runName: string | undefined): boolean {
  const first = runnableIn(serialized);
  return isToolNode(first) || (AGENT_NODE.test(runName ?? "") && !isGraph(idOf(first)));
}

/** What a tool node is asked to do. LangChain 0.3 does not tell tools the id of their call. */
export function toToolCalls(serialized: Serialized | undefined, inputs: unknown): ToolCall[] | undefined {
  if (!isToolNode(runnableIn(serialized))) return undefined;
  try {
    const { lg_tool_call, messages = inputs } = object(inputs);
    const asked = Array.isArray(messages) ? object(messages.at(-1)).tool_calls : undefined;
    const calls: readonly unknown[] = lg_tool_call ? [lg_tool_call] : Array.isArray(asked) ? asked : [];
    return calls.map(object).map(({ id, name }) => ({ id: text(id), name: text(name) }));
  } catch {
    return undefined; // Arguments and messages may be anything.
  }
}

/** Tools start in the order in which they were called. */
export function takeToolCall(calls: ToolCall[] | undefined, name: string): string | undefined {
  const at = calls?.findIndex((call) => call.name === name) ?? -1;
  return at < 0 ? undefined : calls?.splice(at, 1)[0]?.id;
}

/** LangGraph hands out the node's own runnable here, alive. */
function runnableIn(serialized: Serialized | undefined): unknown {
  return object(object(serialized).kwargs).first;
}

function isToolNode(runnable: unknown): boolean {
  try {
    const { tools, handleToolErrors } = object(runnable);
    return Array.isArray(tools) && handleToolErrors !== undefined;
  } catch {
    return false;
  }
}

function idOf(runnable: unknown): readonly string[] | undefined {
  const { lc_id } = object(runnable);
  return Array.isArray(lc_id) ? lc_id : undefined;
}
