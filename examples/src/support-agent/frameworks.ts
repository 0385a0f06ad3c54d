import { registerIsospan } from "@isospan/ai-sdk";
import type { Telemetry } from "@isospan/core";
import { IsospanCallbackHandler } from "@isospan/langchain";
import { runSupportAgent as runAiSdk } from "./ai-sdk-agent.ts";
import type { SupportAgentOptions } from "./conversations.ts";
import { runSupportAgent as runLangChain } from "./langchain-agent.ts";

/** The support agent, with telemetry, in one framework. */
export interface Framework {
  readonly name: string;
  play(telemetry: Telemetry, options: SupportAgentOptions): Promise<void>;
}

export const langChain: Framework = {
  name: "LangChain",
  play: async (telemetry, options) => {
    await runLangChain({ ...options, callbacks: [new IsospanCallbackHandler({ telemetry })] });
  },
};

export const aiSdk: Framework = {
  name: "AI SDK",
  play: async (telemetry, options) => {
    const unregister = registerIsospan({ telemetry });
    try {
      await runAiSdk(options);
    } finally {
      unregister();
    }
  },
};
