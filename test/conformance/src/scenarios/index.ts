import type { AgentScript, ModelScript, Reply, Scenario } from "../scenario.ts";

const MODEL = { name: "gpt-4.1-mini", responseModel: "gpt-4.1-mini-2025-04-14" } as const;
const usage = { input: 120, output: 18 } as const;
const says = (text: string, more: Partial<Reply> = {}): Reply => ({ text, usage, ...more });
const calls = (...toolCalls: NonNullable<Reply["toolCalls"]>): Reply => ({ toolCalls, usage });
const model = (...replies: Reply[]): ModelScript => ({ ...MODEL, replies });
const CHUNKS = ["It ", "is ", "sunny ", "in ", "Rome."];
// So many that no framework has read them all ahead when the reader stops at the third.
const MANY_CHUNKS = Array.from({ length: 200 }, (_, i) => `word${i} `);

const weather: AgentScript = {
  name: "forecaster",
  question: "What is the weather in Rome?",
  model: model(calls({ id: "call_1", name: "weather", arguments: { city: "Rome" } }), says("It is sunny in Rome.")),
  tools: [{ name: "weather", result: { sky: "clear" } }],
};

const prompt = "What is the weather in Rome?";

/** `sk-` and a mail address as they end up in prompts, arguments, results and errors. */
const SECRETS = ["sk-canary0123456789abcdefghij", "canary@example.com", "4111 1111 1111 1111"] as const;
const LEAK = `Use ${SECRETS.join(" or ")}.`;

/** Every scenario, once, for all frameworks. */
export const scenarios: readonly Scenario[] = [
  { name: "inference", play: { kind: "model", prompt, model: model(says("It is sunny in Rome.")) } },
  {
    name: "inference_with_content",
    content: true,
    play: { kind: "model", prompt, model: model(says("It is sunny in Rome.")) },
  },
  { name: "streaming", play: { kind: "model", prompt, stream: true, model: model({ chunks: CHUNKS, usage }) } },
  {
    name: "streaming_with_content",
    content: true,
    play: { kind: "model", prompt, stream: true, model: model({ chunks: CHUNKS, usage }) },
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
          calls(
            { id: "call_1", name: "weather", arguments: { city: "Rome" } },
            { id: "call_2", name: "calendar", arguments: { day: "today" } },
          ),
          says("Sunny, and nothing planned."),
        ),
        tools: [...weather.tools, { name: "calendar", result: "Nothing planned." }],
      },
    },
  },
  {
    name: "tool_error",
    play: {
      kind: "agent",
      agent: { ...weather, tools: [{ name: "weather", throws: "The station does not answer." }] },
    },
  },
  {
    name: "nested_agents",
    play: {
      kind: "agent",
      agent: {
        name: "planner",
        question: "Should I take an umbrella?",
        model: model(
          calls({ id: "call_0", name: "ask_forecaster", arguments: { question: "Rain in Rome?" } }),
          says("No umbrella needed."),
        ),
        tools: [{ name: "ask_forecaster", agent: weather }],
      },
    },
  },
  { name: "concurrent_requests", concurrent: 6, play: { kind: "agent", agent: weather } },
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
    name: "provider_error",
    rejects: true,
    play: { kind: "model", prompt, model: model({ error: { status: 429, message: "Rate limit reached" } }) },
  },
  {
    name: "stream_abort",
    rejects: true,
    play: {
      kind: "model",
      prompt,
      stream: true,
      stop: { afterChunks: 3, how: "abort" },
      model: model({ chunks: MANY_CHUNKS, usage }),
    },
  },
  {
    name: "stream_abandoned",
    play: {
      kind: "model",
      prompt,
      stream: true,
      stop: { afterChunks: 3, how: "abandon" },
      model: model({ chunks: MANY_CHUNKS, usage }),
    },
  },
  {
    name: "cached_tokens",
    play: {
      kind: "model",
      prompt,
      model: model(says("It is sunny.", { usage: { input: 1400, output: 18, cacheRead: 1024 } })),
    },
  },
  {
    name: "reasoning_tokens",
    play: {
      kind: "model",
      prompt,
      model: model(says("It is sunny.", { usage: { input: 120, output: 180, reasoning: 128 } })),
    },
  },
  { name: "missing_usage", play: { kind: "model", prompt, model: model({ text: "It is sunny." }) } },
  {
    name: "zero_usage",
    play: { kind: "model", prompt, model: model(says("", { usage: { input: 0, output: 0 } })) },
  },
  {
    name: "unknown_model",
    play: {
      kind: "model",
      prompt,
      model: { name: "made-up-9", responseModel: "made-up-9-large", replies: [says("It is sunny.")] },
    },
  },
  {
    name: "secret_canary",
    content: true,
    secrets: SECRETS,
    play: {
      kind: "agent",
      agent: {
        ...weather,
        question: LEAK,
        model: model(calls({ id: "call_1", name: "weather", arguments: { city: LEAK } }), says(LEAK)),
        tools: [{ name: "weather", result: { sky: LEAK } }],
      },
    },
  },
  {
    name: "secret_canary_error",
    secrets: SECRETS,
    rejects: true,
    play: { kind: "model", prompt: LEAK, model: model({ error: { status: 400, message: `Bad request: ${LEAK}` } }) },
  },
  {
    name: "budget_denied",
    rejects: true,
    gate: () => denyModelCalls(1),
    play: { kind: "agent", agent: weather },
  },
  { name: "double_instrumentation", doubled: true, play: { kind: "agent", agent: weather } },
  {
    name: "double_instrumentation_streaming",
    doubled: true,
    play: { kind: "model", prompt, stream: true, model: model({ chunks: CHUNKS, usage }) },
  },
  { name: "no_sdk", sdk: false, play: { kind: "agent", agent: weather } },
];

class StubBudgetError extends Error {
  override readonly name = "StubBudgetError";
}

/** Lets so many model calls in, and no more. */
function denyModelCalls(limit: number): NonNullable<ReturnType<NonNullable<Scenario["gate"]>>> {
  let admitted = 0;
  return {
    enter: ({ name }) => {
      if (name === "chat" && ++admitted > limit) throw new StubBudgetError("The budget of 1 call is spent");
    },
  };
}
