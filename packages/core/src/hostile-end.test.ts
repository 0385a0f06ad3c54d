import { describe, expect, it } from "vitest";
import { setUpSdk } from "../test/set-up.ts";
import type { OperationEnd } from "./index.ts";

const revoked = (): never => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy as never;
};
const throwing = (): never =>
  new Proxy(
    {},
    {
      get: () => {
        throw new Error("hostile getter");
      },
      ownKeys: () => ["a"],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    },
  ) as never;
const circular = (): never => {
  const value: Record<string, unknown> = { role: "assistant" };
  value.parts = [value];
  value.cause = value;
  return value as never;
};
const deep = (): never => {
  let value: unknown = "bottom";
  for (let i = 0; i < 20_000; i++) value = { cause: value, parts: [value] };
  return value as never;
};

const VALUES: readonly (readonly [string, () => never])[] = [
  ["a revoked proxy", revoked],
  ["a proxy whose traps throw", throwing],
  ["a circular object", circular],
  ["20,000 levels", deep],
  ["a bigint", () => 12n as never],
  ["a lone surrogate", () => "a\ud800b" as never],
  ["5 MB of text", () => "x".repeat(5_000_000) as never],
  ["a symbol", () => Symbol("s") as never],
  ["a function", () => (() => 1) as never],
  ["not a number", () => Number.NaN as never],
  ["null", () => null as never],
];
const PLACES: readonly (readonly [string, (value: never) => OperationEnd])[] = [
  ["response", (response) => ({ response })],
  ["response id", (id) => ({ response: { id, model: id } })],
  ["finish reasons", (finishReasons) => ({ response: { finishReasons } })],
  ["finish reason", (reason) => ({ response: { finishReasons: [reason] } })],
  ["usage", (usage) => ({ usage })],
  ["token count", (inputTokens) => ({ usage: { inputTokens } })],
  ["units", (units) => ({ usage: { inputTokens: 1, units } })],
  ["billed cost", (billedCost) => ({ billedCost })],
  ["billed amount", (usd) => ({ billedCost: { usd } })],
  ["output", (output) => ({ output })],
  ["message", (message) => ({ output: [message] })],
  ["message's parts", (parts) => ({ output: [{ role: "assistant", parts }] })],
  ["message part", (part) => ({ output: [{ role: "assistant", parts: [part] }] })],
  ["documents", (documents) => ({ documents })],
  ["document", (document) => ({ documents: [document] })],
  ["document text", (content) => ({ documents: [{ id: "d", content }] })],
  ["error", (error) => ({ error })],
  ["error message", (message) => ({ error: { name: "Broken", message } })],
  ["error status", (status) => ({ error: { name: "Broken", status } })],
  ["error cause", (cause) => ({ error: { name: "Broken", cause } })],
  ["identity", (identity) => ({ identity })],
];
const NAMES = ["chat", "execute_tool", "retrieval", "invoke_agent"] as const;

describe.each([true, false])("with content %s", (content) => {
  describe.each(VALUES)("%s", (_what, make) => {
    it.each(PLACES)("as %s of an end costs neither span nor record", (_where, place) => {
      const { recorder, records, spans } = setUpSdk({ content });
      for (const name of NAMES) recorder.start({ name }).end(place(make()));
      expect(records().map((record) => record.name)).toEqual(NAMES);
      expect(spans()).toHaveLength(NAMES.length);
      expect(() => JSON.stringify(records())).not.toThrow();
    });

    it.each(PLACES)("as %s of an update costs neither span nor record", (_where, place) => {
      const { recorder, records, spans } = setUpSdk({ content });
      for (const name of NAMES) {
        const operation = recorder.start({ name });
        operation.update(place(make()));
        operation.end();
      }
      expect(records().map((record) => record.name)).toEqual(NAMES);
      expect(spans()).toHaveLength(NAMES.length);
    });
  });
});

describe("a time that is no number", () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY])("is not taken as a start: %s", (startedAtMs) => {
    const { clock, recorder, record } = setUpSdk();
    recorder.start({ name: "chat" }, { startedAtMs }).end();
    expect(record()).toMatchObject({ startedAtMs: clock.now(), durationMs: 0 });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("is not taken as an end: %s", (endedAtMs) => {
    const { recorder, record } = setUpSdk();
    recorder.start({ name: "chat" }).end({}, { endedAtMs });
    expect(record().durationMs).toBe(0);
  });
});

describe("an end with a field that cannot be read", () => {
  const unreadable = <T extends object>(fields: T, name: keyof T): T =>
    Object.defineProperty({ ...fields }, name, {
      enumerable: true,
      get: () => {
        throw new Error("hostile getter");
      },
    });
  const END = { usage: { inputTokens: 3, outputTokens: 2 }, response: { id: "r", model: "m" }, outcome: "ok" } as const;

  it.each(["response", "outcome", "error"] as const)("loses its %s alone", (name) => {
    const { recorder, record } = setUpSdk();
    recorder.start({ name: "chat" }).end(unreadable({ ...END, error: undefined }, name));
    const { response, usage } = record();
    expect([response, usage]).toEqual([name === "response" ? undefined : END.response, END.usage]);
  });

  it("loses its units alone", () => {
    const { recorder, record } = setUpSdk();
    recorder.start({ name: "chat" }).end({ ...END, usage: { ...END.usage, units: revoked() } });
    expect(record().usage).toEqual(END.usage);
  });

  it.each(["inputTokens", "outputTokens"] as const)("loses the %s alone", (name) => {
    const { recorder, record } = setUpSdk();
    recorder.start({ name: "chat" }).end({ ...END, usage: unreadable(END.usage, name) });
    const { [name]: _, ...rest } = END.usage;
    expect(record().usage).toEqual(rest);
  });
});
