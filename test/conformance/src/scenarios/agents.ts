import type { AgentScript, Scenario } from "../scenario.ts";
import { askWeather, calls, model, prompt, says, weather } from "./script.ts";

const planner: AgentScript = {
  name: "planner",
  question: "Should I take an umbrella?",
  model: model(
    calls({ id: "call_0", name: "ask_forecaster", arguments: { question: "Rain in Rome?" } }),
    says("No umbrella needed."),
  ),
  tools: [{ name: "ask_forecaster", agent: weather }],
};

/** Agents and workflows. */
export const agentScenarios: readonly Scenario[] = [
  {
    name: "invoke_agent",
    play: { kind: "agent", agent: { ...weather, tools: [], model: model(says("It is sunny in Rome.")) } },
  },
  { name: "automatic_tool_calling", play: { kind: "agent", agent: weather } },
  { name: "automatic_tool_calling_with_content", content: true, play: { kind: "agent", agent: weather } },
  {
    name: "parallel_tools",
    play: {
      kind: "agent",
      agent: {
        ...weather,
        model: model(
          calls(askWeather, { id: "call_2", name: "calendar", arguments: { day: "today" } }),
          says("Sunny, and nothing planned."),
        ),
        tools: [...weather.tools, { name: "calendar", result: "Nothing planned." }],
      },
    },
  },
  { name: "nested_agents", play: { kind: "agent", agent: planner } },
  {
    name: "interrupt_and_resume",
    differs: ["conversation"],
    play: {
      kind: "agent",
      agent: {
        ...weather,
        conversationId: "thread-1",
        tools: [{ name: "weather", result: { sky: "clear" }, needsApproval: true }],
      },
    },
  },
  {
    name: "interrupt_and_refuse",
    differs: ["conversation"],
    play: {
      kind: "agent",
      agent: {
        ...weather,
        conversationId: "thread-1",
        tools: [{ name: "weather", needsApproval: true, refused: true }],
      },
    },
  },
  { name: "conversation", play: { kind: "agent", agent: { ...weather, conversationId: "thread-1" } } },
  {
    name: "user_context",
    play: { kind: "agent", agent: { ...weather, user: { sessionId: "session-3", userId: "user-7" } } },
  },
  {
    name: "workflow",
    play: {
      kind: "workflow",
      workflow: {
        name: "triage",
        steps: [
          { kind: "model", prompt, model: model(says("A question about the weather.")) },
          { kind: "agent", agent: weather },
        ],
      },
    },
  },
  { name: "concurrent_requests", concurrent: 6, play: { kind: "agent", agent: weather } },
  { name: "double_instrumentation", doubled: true, play: { kind: "agent", agent: weather } },
  { name: "no_sdk", sdk: false, play: { kind: "agent", agent: weather } },
];
