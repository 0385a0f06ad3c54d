import { createTelemetry, type OperationEnd, type OperationStart, type Telemetry } from "@isospan/core";
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Observation, observe } from "./observe.ts";
import { formatVerdict, toVerdict } from "./verdict.ts";

const agent: OperationStart = { name: "invoke_agent", agent: { name: "support" } };
const chat: OperationStart = { name: "chat", provider: "openai", model: "gpt-4.1-mini" };
const tool: OperationStart = { name: "execute_tool", tool: { name: "lookup_order" } };
const usual: OperationEnd = {
  response: { id: "chatcmpl-1", model: "gpt-4.1-mini-2025-04-14", finishReasons: ["stop"] },
  usage: { inputTokens: 1216, cacheReadTokens: 1024, outputTokens: 47 },
};

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
});
afterAll(() => context.disable());

test("two runs of the same are equal, whatever their ids and times", async () => {
  const a = await observe("A", (telemetry) => play(telemetry, usual));
  const b = await observe("B", (telemetry) => play(telemetry, usual));

  const verdict = toVerdict(a, b, "values");

  const attributes = a.spans.flatMap((span) => Object.keys(span.attributes)).length;
  const points = a.metrics.flatMap(({ metrics }) => metrics.flatMap(({ dataPoints }) => [...dataPoints])).length;
  expect(verdict).toEqual({ differences: [], compared: { spans: 3, attributes, points, records: 3, received: 6 } });
  expect(formatVerdict(verdict, "values")).toBe(
    `VERDICT  equal: 3 spans, ${attributes} attributes, ${points} metric points, 3 records, 6 in Langfuse and LangSmith`,
  );
});

const { response, usage } = usual;
test.each<[what: string, end: OperationEnd, said: readonly RegExp[]]>([
  [
    "token count",
    { response, usage: { ...usage, outputTokens: 48 } },
    [
      /^span .*chat gpt-4.1-mini: attribute .*output_tokens is 47 with A, 48 with B/,
      /^metric point .*sum is 47/,
      /^record .*usage.outputTokens is 47/,
    ],
  ],
  [
    "cached token count",
    { response, usage: { ...usage, cacheReadTokens: 0 } },
    [/^span .*cache_read.* is 1024/, /^metric point isospan.cost/, /^record .*cost.totalNanoUsd/],
  ],
  [
    "cost at the same tokens",
    { response, usage, billedCost: { usd: 0.01 } },
    [
      /^span .*isospan.cost.total_usd is .* 0.01 with B/,
      /^metric point isospan.cost .* 0.01 with B/,
      /^record .*cost.source is "book"/,
      /^costs: agent support is/,
      /^costs: part output is/,
    ],
  ],
  [
    "usage left out",
    { response },
    [/^span .*: attribute isospan.unpriced is absent with A, "no_usage" with B/, /^record .*unpriced/],
  ],
  [
    "finish reason",
    { response: { ...response, finishReasons: ["length"] }, usage },
    [/^span .*finish_reasons is \["stop"\]/],
  ],
  ["response id", { response: { ...response, id: "chatcmpl-2" }, usage }, [/^span .*response.id is "chatcmpl-1"/]],
  ["outcome", { ...usual, outcome: "incomplete" }, [/^span .*isospan.outcome is absent/, /^record .*outcome is "ok"/]],
  [
    "error",
    { error: new RangeError("late") },
    [/^span .*status is "UNSET" with A, "ERROR"/, /^span .*status message .* "late"/],
  ],
])("another %s is a difference on the span, in the metrics or in the record", async (_, end, said) => {
  const { differences } = await compareWithUsual((telemetry) => play(telemetry, end));

  for (const line of said) expect(differences).toContainEqual(expect.stringMatching(line));
});

test("a stream's first chunk is compared by presence", async () => {
  const streamed = (telemetry: Telemetry): Promise<void> =>
    telemetry.run(chat, (operation) => {
      operation.chunk();
      operation.end(usual);
    });
  const whole = (telemetry: Telemetry): Promise<void> => telemetry.run(chat, (operation) => operation.end(usual));
  const [a, b, c] = [await observe("A", streamed), await observe("B", streamed), await observe("C", whole)];

  expect(toVerdict(a, b, "values").differences).toEqual([]);
  expect(toVerdict(a, c, "values").differences).toContainEqual(
    expect.stringMatching(/time_to_first_chunk is "a time" with A, absent with C/),
  );
});

test("a call that one run lacks is one difference each for its span and its record", async () => {
  const { differences } = await compareWithUsual((telemetry) =>
    telemetry.run(agent, () => telemetry.run(tool, nothing)),
  );

  expect(differences).toContain("span trace 1 > invoke_agent support > chat gpt-4.1-mini: only with A");
  expect(differences).toContain("record of trace 1 > invoke_agent support > chat gpt-4.1-mini: only with A");
});

test("another parent is a difference", async () => {
  const { differences } = await compareWithUsual(async (telemetry) => {
    await telemetry.run(agent, () => telemetry.run(chat, (operation) => operation.end(usual)));
    await telemetry.run(tool, nothing);
  });

  expect(differences).toContain("span trace 1 > invoke_agent support > execute_tool lookup_order: only with A");
  expect(differences).toContain("span trace 2 > execute_tool lookup_order: only with B");
});

test("another order of siblings is a difference", async () => {
  const { differences } = await compareWithUsual((telemetry) =>
    telemetry.run(agent, async () => {
      await telemetry.run(tool, nothing);
      await telemetry.run(chat, (operation) => operation.end(usual));
    }),
  );

  expect(differences).toEqual([expect.stringMatching(/^span trace 1 > invoke_agent support: children in order is/)]);
});

test("by shape, values may differ and attributes may not", async () => {
  const a = await observe("A", (telemetry) => play(telemetry, usual));
  const otherTokens = await observe("B", (telemetry) =>
    play(telemetry, { response, usage: { ...usage, outputTokens: 9 } }),
  );
  const noUsage = await observe("C", (telemetry) => play(telemetry, { response }));

  expect(toVerdict(a, otherTokens, "shape").differences).toEqual([]);
  const tier = await observe("D", (telemetry) =>
    play(telemetry, { response: { ...response, serviceTier: "flex" }, usage }),
  );
  expect(toVerdict(a, tier, "shape").differences).toEqual([]);
  const uncached = { ...usage, cacheReadTokens: 0 };
  const fresh = await observe("E", (telemetry) => play(telemetry, { response, usage: uncached }));
  expect(toVerdict(a, fresh, "shape").differences).toEqual([]);
  expect(toVerdict(a, tier, "values").differences).not.toEqual([]);
  expect(toVerdict(a, noUsage, "shape").differences).toContainEqual(
    expect.stringMatching(/input_tokens is 1216 with A, absent/),
  );
});

test("two runs that exported nothing are not equal", () => {
  const nothingAtAll: Observation = {
    framework: "A",
    spans: [],
    metrics: [],
    records: [],
    costs: createTelemetry().costs.summary(),
    received: [{ product: "Langfuse", trees: [] }],
  };

  const verdict = toVerdict(nothingAtAll, { ...nothingAtAll, framework: "B" }, "values");

  expect(verdict.differences).toHaveLength(8);
  expect(formatVerdict(verdict, "values")).toMatch(/^VERDICT {2}8 differences\n {2}no spans at all with A\n/);
});

const nothing = (): void => {};

async function play(telemetry: Telemetry, end: OperationEnd): Promise<void> {
  await telemetry.run(agent, async () => {
    await telemetry.run(chat, (operation) => operation.end(end));
    await telemetry.run(tool, nothing);
  });
}

async function compareWithUsual(
  changed: (telemetry: Telemetry) => Promise<unknown>,
): Promise<ReturnType<typeof toVerdict>> {
  const a = await observe("A", (telemetry) => play(telemetry, usual));
  return toVerdict(a, await observe("B", changed), "values");
}
