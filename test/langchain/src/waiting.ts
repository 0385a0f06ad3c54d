import { interrupt, MemorySaver, MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { createAgent } from "langchain";
import { type Reply, ScriptedModel } from "./scripted-model.ts";
import { toTool } from "./tools.ts";

/** A call of the tool below, and what is said after it. */
export const CALLS: readonly Reply[] = [[{ name: "pay" }], "paid"];

export const THREAD = { configurable: { thread_id: "t-1" } };

/** A tool that waits for a person. */
export const pay = () => toTool("pay", () => interrupt("Pay?"));

/** An agent with that tool. */
export const toWaitingAgent = () =>
  createAgent({
    name: "cashier",
    model: new ScriptedModel({ replies: CALLS }),
    tools: [pay()],
    checkpointer: new MemorySaver(),
  });

/** A workflow with a node that waits for a person. */
export function toFlow(options: { readonly interruptBefore?: "approve"[] } = {}) {
  return new StateGraph(MessagesAnnotation)
    .addNode("approve", async () => {
      interrupt("Approve?");
      return { messages: [await new ScriptedModel().invoke("approved")] };
    })
    .addEdge("__start__", "approve")
    .compile({ name: "flow", checkpointer: new MemorySaver(), ...options });
}
