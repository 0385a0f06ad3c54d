import { ToolMessage } from "@langchain/core/messages";
import { type ToolRuntime, tool } from "@langchain/core/tools";
import { Command, MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { ChatOpenAI } from "@langchain/openai";
import { createAgent } from "langchain";
import { z } from "zod";
import { toTool } from "./tools.ts";

type State = typeof MessagesAnnotation.State;

/** A supervisor by hand: it hands over to two agents by tools, and each of them comes back to it. */
export function toHelpDesk(baseURL: string) {
  const model = new ChatOpenAI({ model: "gpt-4.1-mini", apiKey: "unused", configuration: { baseURL }, maxRetries: 0 });
  const toAgent = (name: string, tools: ReturnType<typeof toTool>[]) =>
    createAgent({ name, model, tools, systemPrompt: `You are ${name}.` }).graph;
  return new StateGraph(MessagesAnnotation)
    .addNode("supervisor", toAgent("supervisor", [toHandover("orders"), toHandover("refunds")]), {
      ends: ["orders", "refunds"],
    })
    .addNode("orders", toAgent("orders", [toTool("lookup_order", () => "A-1077: delivered broken")]))
    .addNode("refunds", toAgent("refunds", [toTool("issue_refund", () => "issued")]))
    .addEdge("__start__", "supervisor")
    .addEdge("orders", "supervisor")
    .addEdge("refunds", "supervisor")
    .compile({ name: "help_desk" });
}

/** Leaves the agent for another node of the graph around it, with all that has been said. */
export function toHandover(goto: string): ReturnType<typeof toTool> {
  const name = `transfer_to_${goto}`;
  const hand = async (_input: object, { state, toolCallId }: ToolRuntime<State>) => {
    const answer = new ToolMessage({ content: `Over to ${goto}.`, tool_call_id: toolCallId, name });
    return new Command({ goto, graph: Command.PARENT, update: { messages: [...state.messages, answer] } });
  };
  return tool(hand as never, { name, description: name, schema: z.looseObject({}) }) as ReturnType<typeof toTool>;
}
