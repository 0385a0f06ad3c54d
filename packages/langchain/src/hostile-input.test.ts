import { createTelemetry, memoryCollector } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { IsospanCallbackHandler } from "./index.ts";

/** With a gate, when LangChain lets through what a handler throws. */
function setUp() {
  const memory = memoryCollector();
  const gates = [{ enter: () => {} }];
  const telemetry = createTelemetry({
    prices: false,
    collector: memory,
    gates,
    content: true,
    clock: { now: () => 0 },
  });
  return { handler: new IsospanCallbackHandler({ telemetry }), records: memory.records };
}

/** Whatever is read of it throws. */
const throwing = (): never =>
  new Proxy(
    {},
    {
      get: () => {
        throw new Error("unreadable");
      },
    },
  ) as never;

const ANSWER = { generations: [[{ message: { content: "hi" } }]] };

type Play = (handler: IsospanCallbackHandler) => void;
type Case = [fact: string, play: Play];

const starts: readonly Case[] = [
  ["no messages", (handler) => void handler.handleChatModelStart({}, undefined as never, "run")],
  ["messages of null", (handler) => void handler.handleChatModelStart({}, [[null]] as never, "run")],
  ["nothing but a run id", (handler) => void handler.handleChatModelStart(null as never, [], "run")],
  [
    "parameters of null",
    (handler) => void handler.handleChatModelStart({}, [[]], "run", undefined, { invocation_params: null } as never),
  ],
  [
    "unreadable parameters",
    (handler) => void handler.handleChatModelStart({}, [[]], "run", undefined, { invocation_params: throwing() }),
  ],
  [
    "unreadable metadata",
    (handler) => void handler.handleChatModelStart({}, [[]], "run", undefined, {}, [], throwing()),
  ],
];

const ends: readonly Case[] = [
  ["generations undefined", (handler) => handler.handleLLMEnd({ generations: undefined } as never, "run")],
  ["generations of nothing", (handler) => handler.handleLLMEnd({ generations: [undefined] } as never, "run")],
  ["a generation of null", (handler) => handler.handleLLMEnd({ generations: [[null]] } as never, "run")],
  ["no result", (handler) => handler.handleLLMEnd(undefined as never, "run")],
  ["an unreadable message", (handler) => handler.handleLLMEnd({ generations: [[{ message: throwing() }]] }, "run")],
  ["usage of null", (handler) => handler.handleLLMEnd(withMessage({ usage_metadata: null }), "run")],
  ["an unreadable error", (handler) => handler.handleLLMError(throwing(), "run")],
];

const chunks: readonly Case[] = [
  ["content null", (handler) => token(handler, { chunk: { message: { content: null } } })],
  ["a message of null", (handler) => token(handler, { chunk: { message: null } })],
  ["a chunk of null", (handler) => token(handler, { chunk: null })],
  ["fields of null", (handler) => token(handler, null)],
  ["an unreadable message", (handler) => token(handler, { chunk: { message: throwing() } })],
];

const chains: readonly Case[] = [
  ["a tag undefined", (handler) => chain(handler, {}, [undefined], {})],
  ["tags of null", (handler) => chain(handler, {}, null, {})],
  ["unreadable metadata", (handler) => chain(handler, {}, [], throwing())],
  ["metadata of null", (handler) => chain(handler, {}, [], null)],
  ["nothing serialised", (handler) => chain(handler, null, [], {})],
  ["a serialised id of null", (handler) => chain(handler, { id: null }, [], {})],
];

const tools: readonly Case[] = [
  ["unreadable metadata", (handler) => void handler.handleToolStart({}, "{}", "run", undefined, [], throwing())],
  ["nothing serialised", (handler) => void handler.handleToolStart(null as never, "{}", "run")],
  ["no input", (handler) => void handler.handleToolStart({}, undefined as never, "run")],
];

function token(handler: IsospanCallbackHandler, fields: unknown): void {
  handler.handleLLMNewToken("", undefined, "run", undefined, undefined, fields as never);
}

function chain(handler: IsospanCallbackHandler, serialized: unknown, tags: unknown, metadata: unknown): void {
  handler.handleChainStart(serialized as never, {}, "run", undefined, tags as never, metadata as never);
}

function withMessage(message: object): never {
  return { generations: [[{ message }]] } as never;
}

const startModel: Play = (handler) => void handler.handleChatModelStart({}, [[]], "run");
const endModel: Play = (handler) => handler.handleLLMEnd(ANSWER, "run");
const plays: readonly [what: string, before: Play, cases: readonly Case[], after: Play][] = [
  ["a model's start", () => {}, starts, endModel],
  ["a model's end", startModel, ends, () => {}],
  ["a chunk", startModel, chunks, endModel],
  ["a chain's start", () => {}, chains, (handler) => handler.handleChainEnd({}, "run")],
  ["a tool's start", () => {}, tools, (handler) => handler.handleToolEnd("done", "run")],
  ["a tool's end", (handler) => void handler.handleToolStart({}, "{}", "run"), toolEnds(), () => {}],
];

function toolEnds(): readonly Case[] {
  return [
    ["undefined", (handler) => handler.handleToolEnd(undefined, "run")],
    ["a message without content", (handler) => handler.handleToolEnd({ tool_call_id: null }, "run")],
    ["an unreadable error", (handler) => handler.handleToolError(throwing(), "run")],
  ];
}

describe.each(plays)("%s", (_what, before, cases, after) => {
  it.each(cases)("with %s neither throws nor loses the record", (_fact, play) => {
    const { handler, records } = setUp();
    before(handler);
    expect(() => play(handler)).not.toThrow();
    after(handler);
    expect(records()).toHaveLength(1);
  });
});
