import { registerIsospan } from "@isospan/ai-sdk";
import { IsospanCallbackHandler } from "@isospan/langchain";
import { createSupportAgent as createAiSdkAgent } from "@isospan-private/examples/ai-sdk-agent";
import { conversations, playConversations, type SupportAgent } from "@isospan-private/examples/conversations";
import { createSupportAgent as createLangChainAgent } from "@isospan-private/examples/langchain-agent";
import type { Script } from "@isospan-private/examples/support-script";
import { Job } from "./job.ts";

/** A job, and one round of its traffic. */
export interface Playing {
  readonly job: Job;
  readonly round: () => Promise<void>;
}

/** The demo's support agent on LangChain: all three conversations, whose third has a broken tool. */
export async function brokenTool(): Promise<Playing> {
  const job = new Job("broken-tool");
  const agent = await langChainAgent(job);
  const round = async (): Promise<void> => {
    await playConversations(agent);
    job.truth.runs += conversations.length;
  };
  return { job, round };
}

/** The first two conversations, in which nothing breaks. */
export async function langChainJob(name: string): Promise<Playing> {
  const job = new Job(name);
  return { job, round: wellBehaved(job, await langChainAgent(job)) };
}

/** The same on the AI SDK, whose telemetry is the process's: there can be one. */
export async function aiSdkJob(name: string): Promise<Playing> {
  const job = new Job(name);
  registerIsospan({ telemetry: job.telemetry });
  const agent = createAiSdkAgent({ baseURL: await job.baseURL(), apiKey: "unused" });
  return { job, round: wellBehaved(job, agent) };
}

/** Asks for the same tool for ever, and sends all that it was told again each time. */
export const runaway: Script = (messages) => ({
  toolCalls: [{ name: "lookup_order", input: { orderId: "A-1042" } }],
  usage: {
    promptTokens: 2_000 * messages.length,
    cachedTokens: 1_500 * messages.length,
    replyTokens: 60,
    reasoningTokens: 0,
  },
});

async function langChainAgent(job: Job): Promise<SupportAgent> {
  const callbacks = [new IsospanCallbackHandler({ telemetry: job.telemetry })];
  return createLangChainAgent({ baseURL: await job.baseURL(), apiKey: "unused", callbacks });
}

function wellBehaved(job: Job, agent: SupportAgent): Playing["round"] {
  const [first, second] = conversations.map(({ question }) => question);
  return async () => {
    await agent.ask(first ?? "");
    for await (const _ of agent.stream(second ?? ""));
    job.truth.runs += 2;
  };
}
