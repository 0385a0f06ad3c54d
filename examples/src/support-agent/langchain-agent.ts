import type { Callbacks } from "@langchain/core/callbacks/manager";
import { ChatOpenAI } from "@langchain/openai";
import { AIMessageChunk, createAgent, tool } from "langchain";
import {
  defaultModel,
  type PlayedConversation,
  playConversations,
  type SupportAgent,
  type SupportAgentOptions,
} from "./conversations.ts";
import { agentName, instructions, issueRefund, lookupOrder, modelSettings, searchPolicy } from "./support-tools.ts";

export interface LangChainSupportAgentOptions extends SupportAgentOptions {
  /** Passed to every invocation: the place for a callback handler. */
  readonly callbacks?: Callbacks;
}

/** Plays the three conversations with the agent written on LangChain. */
export function runSupportAgent(options: LangChainSupportAgentOptions): Promise<PlayedConversation[]> {
  return playConversations(createSupportAgent(options));
}

export function createSupportAgent(options: LangChainSupportAgentOptions): SupportAgent {
  const { baseURL, apiKey, model = defaultModel, callbacks } = options;
  const agent = createAgent({
    name: agentName,
    model: new ChatOpenAI({ model, apiKey, configuration: { baseURL }, ...modelSettings }),
    systemPrompt: instructions,
    tools: [
      tool(lookupOrder.run, lookupOrder),
      tool(searchPolicy.run, searchPolicy),
      tool(issueRefund.run, issueRefund),
    ],
  });
  const config = callbacks === undefined ? {} : { callbacks };
  return {
    ask: async (question) => {
      const { messages } = await agent.invoke(toInput(question), config);
      return messages.at(-1)?.text ?? "";
    },
    stream: async function* (question) {
      const stream = await agent.stream(toInput(question), { ...config, streamMode: "messages" });
      for await (const [message] of stream) {
        // Tool messages and the empty first and last chunks come by here too.
        if (AIMessageChunk.isInstance(message) && message.text !== "") yield message.text;
      }
    },
  };
}

function toInput(question: string): { messages: { role: "user"; content: string }[] } {
  return { messages: [{ role: "user", content: question }] };
}
