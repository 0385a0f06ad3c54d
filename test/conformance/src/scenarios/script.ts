import type { AgentScript, ModelScript, Reply, ScriptedToolCall } from "../scenario.ts";

const MODEL = { name: "gpt-4.1-mini", responseModel: "gpt-4.1-mini-2025-04-14" } as const;

export const prompt = "What is the weather in Rome?";
export const usage = { input: 120, output: 18 } as const;

export const says = (text: string, more: Partial<Reply> = {}): Reply => ({ text, usage, ...more });
export const calls = (...toolCalls: ScriptedToolCall[]): Reply => ({ toolCalls, usage });
export const model = (...replies: Reply[]): ModelScript => ({ ...MODEL, replies });

/** Of an answer in JSON. */
export const schema = {
  type: "object",
  properties: { sky: { type: "string" } },
  required: ["sky"],
  additionalProperties: false,
} as const;

export const askWeather: ScriptedToolCall = { id: "call_1", name: "weather", arguments: { city: "Rome" } };

/** One tool, two model calls. */
export const weather: AgentScript = {
  name: "forecaster",
  question: prompt,
  model: model(calls(askWeather), says("It is sunny in Rome.")),
  tools: [{ name: "weather", result: { sky: "clear" } }],
};
