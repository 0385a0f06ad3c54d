import { describe, expect, it } from "vitest";
import { setUpSdk } from "../test/set-up.ts";
import type { OperationStart } from "./index.ts";

const revoked = (): never => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy as never;
};
const throwing = (field: string): never =>
  Object.defineProperty({}, field, {
    enumerable: true,
    get: () => {
      throw new Error("hostile getter");
    },
  }) as never;
const circular = (): never => {
  const value: Record<string, unknown> = { type: "text" };
  value.self = value;
  return value as never;
};
const deep = (): never => {
  let value: unknown = "bottom";
  for (let i = 0; i < 20_000; i++) value = [value];
  return value as never;
};
const deepJson = (): never => `${"[".repeat(20_000)}${"]".repeat(20_000)}` as never;
const symbols = (): never => ({ type: "text", content: Symbol("s"), fn: () => 1, [Symbol("key")]: 1 }) as never;

/** What each kind of value is made into, and where it is put: a message's part, a tool's arguments, a whole field. */
const VALUES: readonly (readonly [string, () => never])[] = [
  ["a revoked proxy", revoked],
  ["a throwing getter", () => throwing("type")],
  ["a circular object", circular],
  ["20,000 levels", deep],
  ["20,000 levels of JSON text", deepJson],
  ["a bigint", () => 12n as never],
  ["a lone surrogate", () => ({ type: "text", content: "a\ud800b" }) as never],
  ["5 MB of text", () => ({ type: "text", content: "x".repeat(5_000_000) }) as never],
  ["symbols and functions", symbols],
  ["not a number", () => Number.NaN as never],
  ["null", () => null as never],
];
const PLACES: readonly (readonly [string, (value: never) => Partial<OperationStart>])[] = [
  ["label", (label) => ({ label })],
  ["provider", (provider) => ({ provider })],
  ["model", (model) => ({ model })],
  ["conversation id", (conversationId) => ({ conversationId })],
  ["request", (request) => ({ request })],
  ["request parameter", (value) => ({ request: { stopSequences: value, temperature: value, serverAddress: value } })],
  ["agent", (agent) => ({ agent })],
  ["agent's name", (name) => ({ agent: { name } })],
  ["tool", (tool) => ({ tool })],
  ["tool's arguments", (value) => ({ tool: { name: "search", arguments: value } })],
  ["retrieval", (retrieval) => ({ retrieval })],
  ["retrieval's query", (query) => ({ retrieval: { query } })],
  ["input", (input) => ({ input })],
  ["message", (message) => ({ input: [message] })],
  ["message part", (part) => ({ input: [{ role: "user", parts: [part] }] })],
];
const NAMES = ["chat", "execute_tool", "retrieval", "invoke_agent"] as const;

describe.each([true, false])("with content %s", (content) => {
  describe.each(VALUES)("%s", (_what, make) => {
    it.each(PLACES)("as %s costs neither span nor record", (_where, place) => {
      const { recorder, records, spans } = setUpSdk({ content });
      for (const name of NAMES) recorder.start({ name, ...place(make()) }).end();
      expect(records().map((record) => record.name)).toEqual(NAMES);
      expect(spans()).toHaveLength(NAMES.length);
      expect(() => JSON.stringify(records())).not.toThrow();
    });
  });
});

describe("a start whose getters throw", () => {
  it.each(["label", "provider", "model", "request", "agent", "tool", "input"] as const)(
    "for %s has a record",
    (field) => {
      const { telemetry, recorder, record, span } = setUpSdk({ content: true });
      const start = Object.defineProperty({ name: "invoke_agent" } as const, field, {
        get: () => {
          throw new Error("hostile getter");
        },
      });
      recorder.start(start).end();
      expect(record().name).toBe("invoke_agent");
      expect(span("invoke_agent").ended).toBe(true);
      expect(telemetry.diagnostics()).toEqual({ unreadable_field: 1 });
    },
  );
});
