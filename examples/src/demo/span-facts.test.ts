import {
  type Link,
  ROOT_CONTEXT,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";
import { compare } from "./compare.ts";
import { toSpanFacts } from "./span-facts.ts";
import { toTraceTrees } from "./span-tree.ts";

/** One thing to change in the trace that all tests export: an agent, and under it a model call and a tool. */
interface Change {
  readonly call?: SpanOptions;
  readonly callName?: string;
  readonly status?: SpanStatusCode;
  readonly message?: string;
  readonly event?: string;
  readonly link?: "agent" | "elsewhere";
  readonly toolParent?: "agent" | "call" | "none" | "lost";
  readonly scope?: string;
  readonly withoutTool?: true;
}

test("ids and times are no difference", async () => {
  expect(await differences({}, {})).toEqual([]);
});

test.each<[what: string, change: Change, said: RegExp]>([
  ["an attribute's value", { call: { attributes: { tokens: 13 } } }, /: attribute tokens is 12 with A, 13 with B$/],
  ["an attribute's type", { call: { attributes: { tokens: "12" } } }, /: attribute tokens is 12 with A, "12" with B$/],
  ["an attribute that is gone", { call: { attributes: {} } }, /: attribute tokens is 12 with A, absent with B$/],
  ["one attribute more", { call: { attributes: { tokens: 12, cached: 0 } } }, /: attribute cached is absent with A, 0/],
  ["the kind", { call: { kind: SpanKind.INTERNAL } }, /: kind is "CLIENT" with A, "INTERNAL" with B$/],
  ["the status", { status: SpanStatusCode.OK }, /: status is "UNSET" with A, "OK" with B$/],
  [
    "the status message",
    { status: SpanStatusCode.ERROR, message: "late" },
    /: status message is absent with A, "late"/,
  ],
  ["the name", { callName: "chat b" }, /^span trace 1 > agent > chat b: only with B$/],
  ["an event", { event: "retry" }, /: event 1 is absent with A, .*"retry"/],
  ["a link", { link: "agent" }, /: link 1 is absent with A, .*"to":"trace 1 > agent"/],
  ["the parent", { toolParent: "call" }, /^span trace 1 > agent > chat a > tool: only with B$/],
  ["no parent", { toolParent: "none" }, /^span trace 2 > tool: only with B$/],
  ["a parent that was not exported", { toolParent: "lost" }, /^span trace 1 > tool: only with B$/],
  ["the scope", { scope: "other" }, /^span trace 1 > agent: scope is "demo" with A, "other" with B$/],
  ["a missing span", { withoutTool: true }, /^span trace 1 > agent > tool: only with A$/],
])("%s makes a difference", async (_, change, said) => {
  expect(await differences({}, change)).toContainEqual(expect.stringMatching(said));
});

test("the goal of a link is part of it", async () => {
  expect(await differences({ link: "agent" }, { link: "elsewhere" })).toEqual([
    expect.stringMatching(/: link 1 is .*"to":"trace 1 > agent".* with A, .*"to":"not exported".* with B$/),
  ]);
});

test("an event's attributes are part of it", async () => {
  expect(await differences({ event: "retry" }, { event: "giveup" })).toEqual([expect.stringMatching(/: event 1 is /)]);
});

async function differences(left: Change, right: Change): Promise<readonly string[]> {
  const facts = async (change: Change) => toSpanFacts(toTraceTrees(await exportSpans(change)));
  return compare({ framework: "A", facts: await facts(left) }, { framework: "B", facts: await facts(right) }, "values");
}

async function exportSpans(change: Change): Promise<ReturnType<InMemorySpanExporter["getFinishedSpans"]>> {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  makeSpans(provider.getTracer(change.scope ?? "demo"), change);
  await provider.forceFlush();
  return exporter.getFinishedSpans();
}

function makeSpans(tracer: Tracer, change: Change): void {
  const { call = {}, callName = "chat a", status, message, event, link, toolParent = "agent" } = change;
  const agent = tracer.startSpan("agent", {}, ROOT_CONTEXT);
  const inAgent = trace.setSpan(ROOT_CONTEXT, agent);
  const elsewhere = { ...agent.spanContext(), spanId: "00000000000000ff" };
  const links: Link[] = link === undefined ? [] : [{ context: link === "agent" ? agent.spanContext() : elsewhere }];

  const usual = { kind: SpanKind.CLIENT, attributes: { tokens: 12 } };
  const chat = tracer.startSpan(callName, { ...usual, ...call, links }, inAgent);
  if (event !== undefined) chat.addEvent("happened", { what: event });
  if (status !== undefined) chat.setStatus({ code: status, ...(message !== undefined && { message }) });
  chat.end();

  const parents = {
    agent: inAgent,
    call: trace.setSpan(ROOT_CONTEXT, chat),
    none: ROOT_CONTEXT,
    lost: trace.setSpanContext(ROOT_CONTEXT, elsewhere),
  };
  if (!change.withoutTool) tracer.startSpan("tool", {}, parents[toolParent]).end();
  agent.end();
}
