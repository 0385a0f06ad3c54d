import { generateText, stepCountIs } from "ai";
import { ANSWER } from "../texts.mjs";
import { call, tools } from "./ai-sdk.mjs";

// Telemetry is registered for the process, so there is nothing to pass.
export async function run() {
  const { text } = await generateText({ ...call, tools, stopWhen: stepCountIs(5) });
  if (text !== ANSWER) throw new Error(`The agent answered ${text}`);
}
