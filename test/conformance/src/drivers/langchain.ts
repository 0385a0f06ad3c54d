import type { Telemetry } from "@isospan/core";
import { IsospanCallbackHandler } from "@isospan/langchain";
import { HumanMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { createAgent, modelRetryMiddleware } from "langchain";
import { z } from "zod";
import type { Driver } from "../driver.ts";
import { type AgentScript, INSTRUCTIONS, type Scenario, type ToolScript } from "../scenario.ts";
import { ScriptedChatModel } from "./langchain-model.ts";

/** LangChain 1.x: `createAgent`, and chat models on their own. */
export const langchainDriver: Driver = { name: "langchain 1", gaps: {}, play };

async function play({ play, doubled = false }: Scenario, telemetry: Telemetry): Promise<void> {
  const handler = new IsospanCallbackHandler({ telemetry });
  // A second handler in the model's constructor sees every model run once more.
  const inModel = doubled ? { callbacks: [new IsospanCallbackHandler({ telemetry })] } : {};
  if (play.kind === "agent") {
    await runAgent(play.agent, inModel, { callbacks: [handler] });
    return;
  }
  const model = new ScriptedChatModel(play.model, inModel);
  const input = [new HumanMessage(play.prompt)];
  if (!play.stream) {
    await model.invoke(input, { callbacks: [handler] });
    return;
  }
  const abort = new AbortController();
  let read = 0;
  for await (const _ of await model.stream(input, { callbacks: [handler], signal: abort.signal })) {
    if (++read !== play.stop?.afterChunks) continue;
    if (play.stop.how === "abandon") break;
    abort.abort();
  }
}

const retry = modelRetryMiddleware({ maxRetries: 1, initialDelayMs: 0, jitter: false, onFailure: "error" });

async function runAgent(script: AgentScript, inModel: object, config: object): Promise<string> {
  const agent = createAgent({
    name: script.name,
    model: new ScriptedChatModel(script.model, inModel),
    systemPrompt: INSTRUCTIONS,
    tools: script.tools.map(toTool),
    middleware: script.model.replies.some((reply) => reply.error) ? [retry] : [],
  });
  const { messages } = await agent.invoke({ messages: [{ role: "user", content: script.question }] }, config);
  return String(messages.at(-1)?.content);
}

function toTool({ name, agent, throws, result }: ToolScript) {
  const run = async (_input: unknown, config: object): Promise<unknown> => {
    if (throws !== undefined) throw new Error(throws);
    return agent === undefined ? result : runAgent(agent, {}, config);
  };
  return tool(run, { name, description: name, schema: z.looseObject({}) });
}
