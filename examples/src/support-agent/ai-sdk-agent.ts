import { createOpenAI } from "@ai-sdk/openai";
import { generateText, isStepCount, streamText, tool } from "ai";
import {
  defaultModel,
  type PlayedConversation,
  playConversations,
  type SupportAgent,
  type SupportAgentOptions,
} from "./conversations.ts";
import { agentName, instructions, issueRefund, lookupOrder, modelSettings, searchPolicy } from "./support-tools.ts";

/** Plays the three conversations with the agent written on the AI SDK. Its telemetry is registered globally. */
export function runSupportAgent(options: SupportAgentOptions): Promise<PlayedConversation[]> {
  return playConversations(createSupportAgent(options));
}

export function createSupportAgent(options: SupportAgentOptions): SupportAgent {
  const { baseURL, apiKey, model = defaultModel } = options;
  const settings = {
    model: createOpenAI({ baseURL, apiKey }).chat(model),
    temperature: modelSettings.temperature,
    maxOutputTokens: modelSettings.maxTokens,
    instructions,
    tools: {
      [lookupOrder.name]: tool({
        description: lookupOrder.description,
        inputSchema: lookupOrder.schema,
        execute: lookupOrder.run,
      }),
      [searchPolicy.name]: tool({
        description: searchPolicy.description,
        inputSchema: searchPolicy.schema,
        execute: searchPolicy.run,
      }),
      [issueRefund.name]: tool({
        description: issueRefund.description,
        inputSchema: issueRefund.schema,
        execute: issueRefund.run,
      }),
    },
    stopWhen: isStepCount(5),
    telemetry: { functionId: agentName },
  };
  return {
    ask: async (question) => (await generateText({ ...settings, prompt: question })).text,
    stream: async function* (question) {
      let failure: unknown;
      const onError = (event: { error: unknown }): void => {
        failure = event.error;
      };
      yield* streamText({ ...settings, prompt: question, onError }).textStream;
      // The text of a failed call just ends, and without onError the SDK prints the error.
      if (failure !== undefined) throw failure;
    },
  };
}
