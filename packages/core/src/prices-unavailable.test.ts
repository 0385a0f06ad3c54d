import { expect, it, vi } from "vitest";
import { setUp } from "../test/set-up.ts";

vi.mock("@pydantic/genai-prices", () => {
  throw new Error("not installed");
});

it("without a price book records go out unpriced and say so", async () => {
  const { telemetry, recorder, record } = setUp({ prices: true });
  recorder.start({ name: "chat", model: "gpt-4o" }).end({ usage: { inputTokens: 1 } });
  await telemetry.flush();
  expect(record().unpriced).toBe("no_prices");
  expect(telemetry.diagnostics()).toEqual({ prices_unavailable: 1 });
});
