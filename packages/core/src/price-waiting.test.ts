import { describe, expect, it } from "vitest";
import { gate, setUp, setUpSdk, T0 } from "../test/set-up.ts";

const GPT = { name: "chat", provider: "openai", model: "gpt-4o" } as const;
const usage = { inputTokens: 1_000, outputTokens: 0 };

describe("while the price book loads", () => {
  it("a record waits, and flush waits for it", async () => {
    const { telemetry, recorder, records, record } = setUp({ prices: true });
    recorder.start(GPT).end({ usage });
    expect(records()).toEqual([]);
    await telemetry.flush();
    expect(record().cost?.totalNanoUsd).toBe(2_500_000);
  });

  it("a record goes out by itself once the book is there", async () => {
    const { opened, open } = gate();
    const { recorder, record } = setUp({ prices: true, sinks: [() => open()] });
    recorder.start(GPT).end({ usage });
    await opened;
    await Promise.resolve();
    expect(record().cost?.totalNanoUsd).toBe(2_500_000);
  });

  it("capture waits for the records of what it ran", async () => {
    const { telemetry } = setUp({ prices: true });
    const { records } = await telemetry.capture(() => telemetry.run(GPT, (operation) => operation.end({ usage })));
    expect(records.map((record) => record.cost?.totalNanoUsd)).toEqual([2_500_000]);
  });

  it("the span keeps the true end time", async () => {
    const { telemetry, clock, recorder, span } = setUpSdk({ prices: true });
    const operation = recorder.start(GPT);
    clock.advance(1_500);
    operation.end({ usage });
    clock.advance(60_000);
    await telemetry.flush();
    expect(span("chat gpt-4o").endTime).toEqual([T0 / 1_000 + 1, 500_000_000]);
  });

  it("records keep the order in which they ended", async () => {
    const { telemetry, recorder, records } = setUp({ prices: true });
    const agent = recorder.start({ name: "invoke_agent" });
    agent.run(() => recorder.start(GPT)).end({ usage });
    agent.run(() => recorder.start({ name: "execute_tool" })).end();
    agent.end();
    await telemetry.flush();
    expect(records().map((record) => record.name)).toEqual(["chat", "execute_tool", "invoke_agent"]);
  });

  it("what ended before the first model call does not wait", () => {
    const { recorder, record } = setUp({ prices: true });
    recorder.start({ name: "execute_tool" }).end();
    expect(record().name).toBe("execute_tool");
  });

  it("shutdown waits as well", async () => {
    const { telemetry, recorder, record } = setUp({ prices: true });
    recorder.start(GPT).end({ usage });
    await telemetry.shutdown();
    expect(record().cost?.totalNanoUsd).toBe(2_500_000);
  });

  it("no more than 1,000 records wait; past that the oldest goes out unpriced", () => {
    const { recorder, record } = setUp({ prices: true });
    for (let i = 0; i < 1_001; i++) recorder.start({ ...GPT, conversationId: `${i}` }).end({ usage });
    expect(record()).toMatchObject({ conversationId: "0", unpriced: "no_prices" });
  });

  it("a gate is left only once the cost is known", async () => {
    const costs: unknown[] = [];
    const { telemetry } = setUp({
      prices: true,
      gates: [{ enter: () => {}, leave: ({ cost }) => void costs.push(cost) }],
    });
    await telemetry.run(GPT, (operation) => operation.end({ usage }));
    await telemetry.flush();
    expect(costs).toMatchObject([{ totalNanoUsd: 2_500_000 }]);
  });
});

describe("once the price book is there", () => {
  it("records go out at once", async () => {
    const { telemetry, recorder, memory, record } = setUp({ prices: true });
    recorder.start(GPT).end({ usage });
    await telemetry.flush();
    memory.clear();
    recorder.start(GPT).end({ usage });
    expect(record().cost?.totalNanoUsd).toBe(2_500_000);
  });
});
