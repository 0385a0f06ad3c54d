import type { Play, Scenario, ScriptedUsage } from "../scenario.ts";
import { model, prompt, says } from "./script.ts";

const answer = (usage: ScriptedUsage): Play => ({
  kind: "model",
  prompt,
  model: model(says("It is sunny.", { usage })),
});

/** What providers say of tokens, and what they leave out. */
export const usageScenarios: readonly Scenario[] = [
  { name: "cached_tokens", play: answer({ input: 1400, output: 18, cacheRead: 1024 }) },
  { name: "reasoning_tokens", play: answer({ input: 120, output: 180, reasoning: 128 }) },
  { name: "missing_usage", play: { kind: "model", prompt, model: model({ text: "It is sunny." }) } },
  {
    name: "zero_usage",
    play: { kind: "model", prompt, model: model(says("", { usage: { input: 0, output: 0 } })) },
  },
];
