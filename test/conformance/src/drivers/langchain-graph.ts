import type { ScriptedWorkflow } from "./langchain.ts";

/** What a workflow is built with, out of one line's LangGraph. */
export interface GraphModules {
  readonly START: string;
  readonly END: string;
  readonly StateGraph: new (state: never) => object;
}

interface GraphBuilder {
  addNode(name: string, node: (state: unknown, config: object) => Promise<object>): unknown;
  addEdge(from: string, to: string): unknown;
  compile(options: { readonly name: string }): { invoke(input: object, config: object): Promise<unknown> };
}

/** Runs the steps as nodes of a graph, one after another. */
export async function runGraph(
  { StateGraph, START, END }: GraphModules,
  { name, steps }: ScriptedWorkflow,
  config: object,
): Promise<void> {
  const graph = new StateGraph({ channels: { done: null } } as never) as GraphBuilder;
  let before = START;
  for (const [i, run] of steps.entries()) {
    const node = `step_${i}`;
    graph.addNode(node, async (_state, within) => {
      await run(within);
      return { done: i };
    });
    graph.addEdge(before, node);
    before = node;
  }
  graph.addEdge(before, END);
  await graph.compile({ name }).invoke({}, config);
}
