import type { Scenario } from "../scenario.ts";
import { askWeather, calls, model, prompt, says, schema, weather } from "./script.ts";

/** What goes wrong, loudly and silently. */
export const failureScenarios: readonly Scenario[] = [
  {
    name: "provider_error",
    rejects: true,
    play: { kind: "model", prompt, model: model({ error: { status: 429, message: "Rate limit reached" } }) },
  },
  {
    name: "retry_then_success",
    play: {
      kind: "agent",
      agent: {
        ...weather,
        tools: [],
        model: model({ error: { status: 503, message: "Overloaded" } }, says("It is sunny in Rome.")),
      },
    },
  },
  {
    name: "fallback",
    play: {
      kind: "agent",
      agent: {
        ...weather,
        tools: [],
        model: model({ error: { status: 503, message: "Overloaded" } }),
        fallback: { ...model(says("It is sunny in Rome.")), name: "gpt-4.1", responseModel: "gpt-4.1-2025-04-14" },
      },
    },
  },
  {
    name: "limit_hit",
    play: {
      kind: "agent",
      agent: { ...weather, model: model(calls(askWeather), calls({ ...askWeather, id: "call_2" })), maxModelCalls: 2 },
    },
  },
  {
    name: "parse_failure",
    rejects: true,
    differs: ["error"],
    play: { kind: "agent", agent: { ...weather, tools: [], schema, model: model(says("Clear, I think.")) } },
  },
  {
    name: "tool_error",
    play: {
      kind: "agent",
      agent: { ...weather, tools: [{ name: "weather", throws: "The station does not answer." }] },
    },
  },
  {
    name: "tool_silent_failure",
    play: {
      kind: "agent",
      agent: {
        ...weather,
        model: model(
          calls(
            { id: "call_1", name: "weather", arguments: { city: "Rome" } },
            { id: "call_2", name: "stations", arguments: { city: "Rome" } },
            { id: "call_3", name: "warnings", arguments: { city: "Rome" } },
            { id: "call_4", name: "calendar", arguments: {} },
          ),
          says("I could not find out."),
        ),
        tools: [
          { name: "weather", result: "Error: the station does not answer" },
          { name: "stations", result: { error: { code: 404, message: "no such city" } } },
          { name: "warnings", result: [] },
          { name: "calendar", result: "Nothing planned." },
        ],
      },
    },
  },
];
