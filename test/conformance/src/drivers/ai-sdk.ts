import { isospanMiddleware, registerIsospan } from "@isospan/ai-sdk";
import { setTelemetry, type Telemetry } from "@isospan/core";
import { generateText, isStepCount, streamText, tool, wrapLanguageModel } from "ai";
import { z } from "zod";
import type { Driver } from "../driver.ts";
import {
  type AgentScript,
  INSTRUCTIONS,
  type ModelScript,
  type Scenario,
  SETTINGS,
  type ToolScript,
} from "../scenario.ts";
import { scriptedLanguageModel } from "./ai-sdk-model.ts";

const { temperature, maxTokens: maxOutputTokens } = SETTINGS;

/** AI SDK 7: agents against global telemetry, models on their own against the middleware. */
export const aiSdkDriver: Driver = { name: "ai-sdk 7", gaps: {}, play };

async function play({ play, doubled = false }: Scenario, telemetry: Telemetry): Promise<void> {
  if (play.kind === "agent") return registered(telemetry, () => runAgent(play.agent, doubled ? telemetry : undefined));
  const model = toModel(play.model, telemetry, doubled);
  const call = { model, prompt: play.prompt, temperature, maxOutputTokens, maxRetries: 0 };
  if (!play.stream) {
    await generateText(call);
    return;
  }
  const abort = new AbortController();
  const { textStream } = streamText({ ...call, abortSignal: abort.signal, onError: () => {} });
  let read = 0;
  for await (const _ of textStream) {
    if (++read !== play.stop?.afterChunks) continue;
    if (play.stop.how === "abandon") break;
    abort.abort();
  }
}

async function registered(telemetry: Telemetry, fn: () => Promise<unknown>): Promise<void> {
  setTelemetry(telemetry);
  const dispose = registerIsospan();
  try {
    await fn();
  } finally {
    dispose();
    setTelemetry(undefined);
  }
}

async function runAgent(script: AgentScript, wrap: Telemetry | undefined): Promise<string> {
  const { text } = await generateText({
    model: wrap === undefined ? scriptedLanguageModel(script.model) : toModel(script.model, wrap, false),
    instructions: INSTRUCTIONS,
    prompt: script.question,
    tools: Object.fromEntries(script.tools.map((each) => [each.name, toTool(each)])),
    stopWhen: isStepCount(5),
    maxRetries: 1,
    temperature,
    maxOutputTokens,
    telemetry: { functionId: script.name },
  });
  return text;
}

function toModel(script: ModelScript, telemetry: Telemetry, twice: boolean) {
  const once = wrapLanguageModel({
    model: scriptedLanguageModel(script),
    middleware: isospanMiddleware({ telemetry }),
  });
  return twice ? wrapLanguageModel({ model: once, middleware: isospanMiddleware({ telemetry }) }) : once;
}

function toTool({ name, agent, throws, result }: ToolScript) {
  return tool({
    description: name,
    inputSchema: z.looseObject({}),
    execute: async () => {
      if (throws !== undefined) throw new Error(throws);
      return agent === undefined ? result : runAgent(agent, undefined);
    },
  });
}
