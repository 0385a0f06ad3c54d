import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, HumanMessage } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { tool } from "@langchain/core/tools";
import { createAgent, modelRetryMiddleware } from "langchain";
import { z } from "zod";
import type { Driver } from "../driver.ts";
import { type ToolFunction, toLangChainDriver } from "./langchain.ts";

const retry = modelRetryMiddleware({ maxRetries: 1, initialDelayMs: 0, jitter: false, onFailure: "error" });

const toTool = (name: string, run: ToolFunction) => tool(run, { name, description: name, schema: z.looseObject({}) });

/** LangChain 1.x: `createAgent`, and chat models on their own. */
export const langchain1Driver: Driver = toLangChainDriver<BaseChatModel, ReturnType<typeof toTool>>({
  name: "langchain 1",
  gaps: {},
  modules: { BaseChatModel, AIMessage, AIMessageChunk, ChatGenerationChunk, HumanMessage },
  toTool,
  runAgent: ({ name, instructions, question, model, tools, retries }, config) =>
    createAgent({ name, model, systemPrompt: instructions, tools, middleware: retries ? [retry] : [] }).invoke(
      { messages: [{ role: "user", content: question }] },
      config,
    ),
});
