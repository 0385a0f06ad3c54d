import type { Driver, ToolDeclaration } from "@isospan-private/conformance";
import { runGraph, type ToolFunction, toLangChainDriver } from "@isospan-private/conformance/langchain";
import { Document } from "@langchain/core/documents";
import { Embeddings } from "@langchain/core/embeddings";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, HumanMessage } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { BaseRetriever } from "@langchain/core/retrievers";
import { tool } from "@langchain/core/tools";
import { Command, END, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import {
  createAgent,
  humanInTheLoopMiddleware,
  modelCallLimitMiddleware,
  modelFallbackMiddleware,
  modelRetryMiddleware,
  providerStrategy,
} from "langchain";

const retry = modelRetryMiddleware({ maxRetries: 1, initialDelayMs: 0, jitter: false, onFailure: "error" });

const toTool = ({ parameters: schema, ...declaration }: ToolDeclaration, run: ToolFunction) =>
  tool(run, { ...declaration, schema });

/** Each call of these tools waits for a person. */
const approval = (tools: readonly string[]) =>
  humanInTheLoopMiddleware({ interruptOn: Object.fromEntries(tools.map((name) => [name, true])) });

/** LangChain 1.1: its `createAgent` leaves no mark on its graph, unlike those from 1.2.30 on. */
export const langchain11Driver: Driver = toLangChainDriver<BaseChatModel, ReturnType<typeof toTool>>({
  name: "langchain 1.1",
  gaps: {
    embeddings_usage: "LangChain's embeddings say nothing of usage",
    parse_failure: "`createAgent` of langchain 1.1 is content with an answer of another form",
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
  async runAgent(asked, config) {
    const { name, instructions, question, model, tools, retries, approvals, fallback, maxModelCalls, schema } = asked;
    const waits = approvals.length > 0;
    const agent = createAgent({
      name,
      model,
      systemPrompt: instructions,
      tools,
      ...(schema && { responseFormat: providerStrategy(schema as never) }),
      middleware: [
        ...(fallback ? [modelFallbackMiddleware(fallback)] : []),
        ...(maxModelCalls ? [modelCallLimitMiddleware({ runLimit: maxModelCalls, exitBehavior: "end" })] : []),
        ...(retries ? [retry] : []),
        ...(waits ? [approval(approvals.map(({ name }) => name))] : []),
      ],
      ...(waits && { checkpointer: new MemorySaver() }),
    });
    const answer = await agent.invoke({ messages: [{ role: "user", content: question }] }, config);
    if (!waits) return answer;
    const decisions = approvals.map(({ refused }) => ({ type: refused ? "reject" : "approve" }));
    return agent.invoke(new Command({ resume: { decisions } }), config);
  },
  runWorkflow: (workflow, config) => runGraph({ StateGraph: StateGraph as never, START, END }, workflow, config),
});
