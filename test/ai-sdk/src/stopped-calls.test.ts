import { describe, expect, it } from "vitest";
import { settle, settleAll, toEnding } from "./ending.ts";
import { type Signalled, scriptedModel, untilAborted } from "./scripted-model.ts";
import { VERSIONS, type Version } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { STOPPED_CALLS, STOPPED_TOOLS, type StoppedCall } from "./stopped-calls.ts";
import { toldCall } from "./told-runs.ts";
import { ASKS_AND_SAYS, run, weather } from "./weather.ts";

describe.each(VERSIONS)("AI SDK $name", (version) => {
  const played = ({ majors }: StoppedCall): boolean => majors?.includes(version.name.slice(0, 1)) ?? true;

  it.each([...STOPPED_CALLS, ...STOPPED_TOOLS].filter(played))("$fact", (stopped) => check(version, stopped, false));

  it.each(STOPPED_CALLS.filter(played))("streamed, $fact", (stopped) => check(version, stopped, true));

  it.each(STOPPED_TOOLS.filter((stopped) => !isUntold(version, stopped)))("streamed, $fact", (stopped) => {
    return check(version, stopped, true);
  });

  // The tool ends well, and the agent's span says nothing.
  it.fails.each(STOPPED_TOOLS.filter((stopped) => isUntold(version, stopped)))("streamed, $fact", (stopped) => {
    return check(version, stopped, true);
  });
});

function isUntold({ name }: Version, { fact }: StoppedCall): boolean {
  return name !== "7" && fact.startsWith("a tool that goes on after the abort");
}

async function check(version: Version, { hanging, options, endings }: StoppedCall, streamed: boolean): Promise<void> {
  const all = setUp({ register: version.name === "7" });
  const abort = new AbortController();
  const { promise: released, resolve: release } = Promise.withResolvers<string>();
  const tools = {
    model: () => "sunny",
    tool: (_: unknown, about: Signalled) => untilAborted(about),
    "deaf tool": () => released,
  };
  const model = scriptedModel(version.specification, ASKS_AND_SAYS);
  if (hanging === "model") model.doGenerate = model.doStream = untilAborted;
  const call = {
    ...weather(version, model, tools[hanging]),
    ...toldCall(version, model, all.telemetry),
    abortSignal: abort.signal,
    ...options?.(),
  };
  const ran = run(version, call, streamed).catch(() => {});
  await settle();
  if (options === undefined) abort.abort();
  await settle();
  release("sunny");
  await ran;
  await settleAll(all);
  expect(all.records().map(toEnding).toSorted()).toEqual(endings);
  expect(all.telemetry.diagnostics()).not.toHaveProperty("double_end");
}
