import type { Driver } from "@isospan-private/conformance";
import { type ToolFunction, toLangChainDriver } from "@isospan-private/conformance/langchain";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, HumanMessage } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { tool } from "@langchain/core/tools";
import { createReactAgent } from "@langchain/langgraph/prebuilt";

const toTool = (name: string, run: ToolFunction) => tool(run, { name, description: name, schema: { type: "object" } });

// Neither a graph's start says that it is an agent, nor a tool's which call it answers.
const UNSUPPORTED = [
  "automatic_tool_calling",
  "automatic_tool_calling_with_content",
  "parallel_tools",
  "tool_error",
  "nested_agents",
  "concurrent_requests",
  "retry_then_success",
  "secret_canary",
  "budget_denied",
  "double_instrumentation",
  "no_sdk",
];

/** LangChain 0.3, where LangGraph 0.4 makes the agents. */
export const langchain03Driver: Driver = toLangChainDriver<BaseChatModel, ReturnType<typeof toTool>>({
  name: "langchain 0.3",
  gaps: Object.fromEntries(UNSUPPORTED.map((name) => [name, "not supported yet"])),
  modules: { BaseChatModel, AIMessage, AIMessageChunk, ChatGenerationChunk, HumanMessage },
  toTool,
  runAgent: ({ name, instructions, question, model, tools, retries }, config) =>
    // A model with a wrapper around it loses that in `createReactAgent`, unless a function returns it. It falls back
    // to itself, since `withRetry` waits for a second.
    createReactAgent({
      name,
      llm: retries ? () => model.withFallbacks([model]) : model,
      prompt: instructions,
      tools,
    }).invoke({ messages: [{ role: "user", content: question }] }, config),
});
