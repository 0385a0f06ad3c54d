import type { Driver, ToolDeclaration } from "@isospan-private/conformance";
import { runGraph, type ToolFunction, toLangChainDriver } from "@isospan-private/conformance/langchain";
import { Document } from "@langchain/core/documents";
import { Embeddings } from "@langchain/core/embeddings";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { BaseRetriever } from "@langchain/core/retrievers";
import { tool } from "@langchain/core/tools";
import { Command, END, interrupt, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { createReactAgent } from "@langchain/langgraph/prebuilt";

const toTool = ({ parameters: schema, ...declaration }: ToolDeclaration, run: ToolFunction) =>
  tool(run, { ...declaration, schema });

/** Whatever the model asks for waits for a person. */
function approval({ messages }: { readonly messages: readonly BaseMessage[] }): object {
  const { tool_calls: calls = [] } = messages.at(-1) as AIMessage;
  if (calls.length === 0 || interrupt("May it?") === "yes") return {};
  return { messages: calls.map(({ id = "" }) => new ToolMessage({ content: "No", tool_call_id: id })) };
}

/** LangChain 0.3, where LangGraph 0.4 makes the agents. */
export const langchain03Driver: Driver = toLangChainDriver<BaseChatModel, ReturnType<typeof toTool>>({
  name: "langchain 0.3",
  gaps: {
    embeddings_usage: "LangChain's embeddings say nothing of usage",
    fallback: "`createReactAgent` takes no other model for one that fails",
    interrupt_and_refuse: "LangGraph's own `interrupt` is answered in the application's words",
    parse_failure: "`createReactAgent` asks the model once more for an answer of that form",
    limit_hit: "`createReactAgent` knows LangGraph's recursion limit alone, which is an error",
  },
  modules: {
    BaseChatModel,
    BaseRetriever: BaseRetriever as never,
    AIMessage,
    AIMessageChunk,
    ChatGenerationChunk,
    Document,
    Embeddings,
    HumanMessage,
  },
  toTool,
  // A model with a wrapper around it loses that in `createReactAgent`, unless a function returns it. It falls back to
  // itself, since `withRetry` waits for a second.
  async runAgent({ name, instructions, question, model, tools, retries, approvals, schema }, config) {
    const waits = approvals.length > 0;
    const agent = createReactAgent({
      name,
      llm: retries ? () => model.withFallbacks([model]) : model,
      prompt: instructions,
      tools,
      ...(schema && { responseFormat: schema as never }),
      ...(waits && { postModelHook: approval, checkpointer: new MemorySaver() }),
    });
    const answer = await agent.invoke({ messages: [{ role: "user", content: question }] }, config);
    const resume = approvals.some(({ refused }) => refused) ? "no" : "yes";
    return waits ? agent.invoke(new Command({ resume }), config) : answer;
  },
  runWorkflow: (workflow, config) => runGraph({ StateGraph: StateGraph as never, START, END }, workflow, config),
});
