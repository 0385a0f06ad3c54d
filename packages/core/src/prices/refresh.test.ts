import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { gate, type SetUp, setUp } from "../../test/set-up.ts";
import type { OperationRecord } from "../index.ts";

const USAGE = { inputTokens: 1_000, outputTokens: 0 };

/** A feed with one model, in the form of genai-prices' version 2. */
function feed(input: unknown, id = "gpt-4o", match: unknown = { equals: id }): unknown {
  return [{ id: "openai", name: "OpenAI", api_pattern: "", models: [{ id, match, prices: { input_mtok: input } }] }];
}

async function call({ telemetry, recorder, memory }: SetUp, model = "gpt-4o"): Promise<OperationRecord> {
  memory.clear();
  recorder.start({ name: "chat", provider: "openai", model }).end({ usage: USAGE });
  await telemetry.flush();
  return memory.records()[0] as OperationRecord;
}

/** Until what is under way between two promises has happened. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

afterEach(() => void vi.useRealTimers());

describe("newer prices", () => {
  it("are used once they are there, and records name their edition", async () => {
    const all = setUp({ prices: { refresh: { from: () => feed(3) } } });
    await call(all);
    await settled();
    expect((await call(all)).cost).toMatchObject({
      totalNanoUsd: 3_000_000,
      source: "book",
      book: "genai-prices@2026-01-01T00:00:00.000Z",
    });
    await all.telemetry.shutdown();
  });

  it("leave to the bundled book what they do not have", async () => {
    const all = setUp({ prices: { refresh: { from: () => JSON.stringify(feed(3)) } } });
    await call(all);
    await settled();
    expect((await call(all, "gpt-5-mini")).cost).toMatchObject({ totalNanoUsd: 250_000, book: "genai-prices@0.1.8" });
    await all.telemetry.shutdown();
  });

  it("are never waited for, nor asked for before the first model call", async () => {
    const { opened, open } = gate<unknown>();
    const from = vi.fn(() => opened);
    const all = setUp({ prices: { refresh: { from } } });
    all.recorder.start({ name: "execute_tool" }).end();
    expect(from).not.toHaveBeenCalled();
    expect((await call(all)).cost?.totalNanoUsd).toBe(2_500_000);
    expect(from).toHaveBeenCalledOnce();
    open(feed(3));
    await all.telemetry.shutdown();
  });

  it("are asked for again, and no more after a shutdown", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    let usd = 2;
    const all = setUp({ prices: { refresh: { from: () => feed(++usd), intervalMs: 60_000 } } });
    await call(all);
    await settled();
    expect((await call(all)).cost?.totalNanoUsd).toBe(3_000_000);
    vi.advanceTimersByTime(60_000);
    await settled();
    expect((await call(all)).cost?.totalNanoUsd).toBe(4_000_000);
    await all.telemetry.shutdown();
    vi.advanceTimersByTime(600_000);
    expect(usd).toBe(4);
  });

  it.each<[string, unknown]>([
    ["no JSON", "<html>"],
    ["no list", {}],
    ["nothing", []],
    ["a negative price", feed(-1)],
    ["a price that is a text", feed("3")],
    ["tiers without a base", feed({ tiers: [] })],
    ["an unknown way to match", feed(3, "m", { sounds_like: "m" })],
    ["a pattern that is none", feed(3, "m", { regex: "(" })],
    ["a model without an id", [{ id: "openai", models: [{}] }]],
    [
      "a date that is none",
      [
        {
          id: "o",
          models: [{ id: "m", match: { equals: "m" }, prices: [{ constraint: { start_date: "x" }, prices: {} }] }],
        },
      ],
    ],
  ])("are kept as they were where the next are %s, which is counted", async (_what, broken) => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    let next: unknown = feed(3);
    const all = setUp({ prices: { refresh: { from: () => next } } });
    await call(all);
    await settled();
    next = broken;
    vi.advanceTimersByTime(86_400_000);
    await settled();
    expect((await call(all)).cost?.totalNanoUsd).toBe(3_000_000);
    expect(all.telemetry.diagnostics()).toEqual({ prices_not_refreshed: 1 });
    await all.telemetry.shutdown();
  });

  it("may fail from the first on, and throw as they like", async () => {
    const from = (): never => {
      throw new Error("no such file");
    };
    const all = setUp({ prices: { refresh: { from } } });
    expect((await call(all)).cost?.totalNanoUsd).toBe(2_500_000);
    expect(all.telemetry.diagnostics()).toEqual({ prices_not_refreshed: 1 });
    await all.telemetry.shutdown();
  });

  it("come before our corrections, save where no book can say it", async () => {
    const models = ["claude-haiku-5-5", "claude-sonnet-5"].map((id) => ({
      id,
      match: { starts_with: id },
      prices: { input_mtok: 9 },
    }));
    const from = () => [{ id: "anthropic", name: "", api_pattern: "", models }];
    const all = setUp({ prices: { refresh: { from } } });
    const input = async (model: string): Promise<number | undefined> => {
      all.memory.clear();
      all.recorder.start({ name: "chat", provider: "anthropic", model }).end({ usage: USAGE });
      await all.telemetry.flush();
      return all.memory.records()[0]?.cost?.totalNanoUsd;
    };
    await input("claude-haiku-5-5");
    await settled();
    expect(await input("claude-haiku-5-5")).toBe(9_000_000);
    // Here the feed has another model alone.
    expect(await input("claude-sonnet-5-5")).toBe(2_000_000);
    await all.telemetry.shutdown();
  });

  it("are read from an address", async () => {
    const { opened, open } = gate();
    const server = createServer((_request, response) => {
      response.end(JSON.stringify(feed(3)));
      response.on("close", () => open());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const from = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.json`;
    const all = setUp({ prices: { refresh: { from } } });
    await call(all);
    await opened;
    // As long as a slow machine takes.
    await vi.waitFor(async () => expect((await call(all)).cost?.totalNanoUsd).toBe(3_000_000), { timeout: 30_000 });
    await all.telemetry.shutdown();
    server.close();
  });
});
