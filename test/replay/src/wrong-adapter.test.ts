import type { OperationEnd, Recorder, Telemetry } from "@isospan/core";
import { expect, it } from "vitest";
import { compare } from "./compare.ts";
import type { Field } from "./facts.ts";
import type { Client } from "./frameworks/framework.ts";
import { langchain } from "./frameworks/langchain.ts";
import { holdsFor } from "./gaps/gap.ts";
import { GAPS } from "./gaps/index.ts";
import { ownExchange } from "./own-recordings.ts";
import { playExchange } from "./play-exchange.ts";

type Fault = (end: OperationEnd) => Partial<OperationEnd>;

it.each<[string, Fault, readonly Field[]]>([
  ["is left alone", () => ({}), []],
  // No part may be above its total, so core bounds what was right too.
  [
    "halves its counts",
    ({ usage }) => ({ usage: { ...usage, inputTokens: 600, outputTokens: 170 } }),
    ["inputTokens", "cacheReadTokens", "outputTokens", "reasoningTokens"],
  ],
  [
    "leaves the cache out of the input",
    ({ usage }) => ({ usage: { ...usage, inputTokens: 1200 - 1024 } }),
    ["inputTokens", "cacheReadTokens"],
  ],
  [
    "says nothing of the cache",
    ({ usage }) => ({ usage: { ...usage, cacheReadTokens: undefined } }),
    ["cacheReadTokens"],
  ],
  ["makes up a zero", ({ usage }) => ({ usage: { ...usage, cacheWriteTokens: 0 } }), ["cacheWriteTokens"]],
  ["counts reasoning twice", ({ usage }) => ({ usage: { ...usage, outputTokens: 340 + 192 } }), ["outputTokens"]],
  [
    "repeats the model that was asked for",
    ({ response }) => ({ response: { ...response, model: "gpt-5-mini" } }),
    ["responseModel"],
  ],
  ["makes up an id", ({ response }) => ({ response: { ...response, id: "run-1" } }), ["responseId"]],
  ["loses the finish reason", ({ response }) => ({ response: { ...response, finishReasons: [] } }), ["finishReasons"]],
  ["calls it an error", () => ({ error: new Error("no") }), ["error"]],
])("an adapter that %s shows in what differs", async (_what, fault, fields) => {
  const exchange = ownExchange("openai/chat-reasoning.json");
  const { expected, actual } = await playExchange(withFault(fault), exchange);
  const gaps = GAPS.filter((gap) => holdsFor(gap, { framework: "langchain", client: "ChatOpenAI", form: "whole" }));
  const wrong = compare(exchange, expected, actual, gaps).filter(({ verdict }) => verdict === "different");
  expect(wrong.map(({ field }) => field)).toEqual(fields);
});

it("an adapter that records nothing is a problem", async () => {
  const deaf: Client = {
    name: "deaf",
    provider: "openai",
    play: async ({ baseUrl }) => void (await (await fetch(baseUrl)).text()),
  };
  const { problem } = await playExchange(deaf, ownExchange("openai/chat-reasoning.json"));
  expect(problem).toBe("0 records of 1 requests, not one of one");
});

it("a client that asks twice is a problem", async () => {
  const client = withFault(() => ({}));
  const eager: Client = {
    name: "eager",
    provider: "openai",
    play: async (call) => void (await Promise.all([client.play(call), client.play(call)])),
  };
  const { problem } = await playExchange(eager, ownExchange("openai/chat-reasoning.json"));
  expect(problem).toBe("2 records of 2 requests, not one of one");
});

it.each(["openai/chat-reasoning.json", "google/thoughts-and-cache.json"])(
  "the client is asked for another model than the one that answers in %s",
  async (path) => {
    const asked: string[] = [];
    const client: Client = { name: "curious", provider: "openai", play: async ({ model }) => void asked.push(model) };
    const { expected } = await playExchange(client, ownExchange(path));
    expect(asked).toHaveLength(1);
    expect(expected.responseModel).toContain(asked[0]?.replace("-latest", ""));
    expect(asked).not.toContain(expected.responseModel);
  },
);

/** LangChain's client for OpenAI, with an adapter whose ends say something else. */
function withFault(fault: Fault): Client {
  const client = langchain.clientFor("openai", "openai-chat");
  if (client === undefined) throw new Error("no client for OpenAI");
  return { ...client, play: (call) => client.play({ ...call, telemetry: faulty(call.telemetry, fault) }) };
}

function faulty(telemetry: Telemetry, fault: Fault): Telemetry {
  const { recorder } = telemetry;
  const end: Recorder["end"] = (key, given = {}, at) => {
    const { response, usage, error, outcome } = given;
    recorder.end(key, { response, usage, error, outcome, ...fault(given) }, at);
  };
  const get = (target: Recorder, key: string | symbol): unknown => {
    const own: unknown = Reflect.get(target, key, target);
    return key === "end" ? end : typeof own === "function" ? own.bind(target) : own;
  };
  return { ...telemetry, recorder: new Proxy(recorder, { get }) };
}
