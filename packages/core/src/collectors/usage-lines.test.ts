import { expect, it } from "vitest";
import { setUp } from "../../test/set-up.ts";
import { usageLines } from "../index.ts";

it("usage lines are one line of JSON for each model call, and for nothing else", async () => {
  const lines: string[] = [];
  const { telemetry, recorder, clock, record } = setUp({
    content: true,
    sinks: [usageLines((line) => lines.push(line))],
  });
  await telemetry.withContext({ sessionId: "s1", tenantId: "t1", userId: "u1" }, () =>
    telemetry.run({ name: "invoke_agent", agent: { name: "writer" } }, () => {
      const input = [{ role: "user", parts: [{ type: "text", content: "secret" }] }];
      const chat = recorder.start({ name: "chat", provider: "openai", model: "gpt-5", input });
      clock.advance(250);
      chat.end({ usage: { inputTokens: 3, outputTokens: 2 }, billedCost: { usd: 0.000_012 } });
    }),
  );
  recorder.start({ name: "embeddings" }).end();
  const { traceId, spanId } = record("chat");
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      ...{ time: "2026-01-01T00:00:00.000Z", provider: "openai", model: "gpt-5", agent: "writer" },
      ...{ session: "s1", tenant: "t1", user: "u1", inputTokens: 3, outputTokens: 2, costUsd: 0.000012 },
      ...{ latencyMs: 250, outcome: "ok", traceId, spanId },
    },
    expect.objectContaining({ unpriced: "no_usage", latencyMs: 0 }),
  ]);
});
