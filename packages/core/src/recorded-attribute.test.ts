import { expect, it } from "vitest";
import { setUpSdk } from "../test/set-up.ts";
import { isRecordedAttribute } from "./index.ts";

it.each(["1.41", "latest"] as const)(
  "what core writes on a span under %s is told from what others write",
  (semconv) => {
    const { recorder, span } = setUpSdk({ semconv, content: true, usageCost: true });
    const input = [{ role: "user", parts: [{ type: "text", content: "hello" }] }];
    const context = {
      sessionId: "s",
      tenantId: "t",
      tags: ["a"],
      metadata: { plan: "pro" },
      prompt: { name: "greet" },
    };
    const call = recorder.start({ name: "chat", model: "m", input, context, conversationId: "c" });
    call.end({
      usage: { inputTokens: 1, cacheReadTokens: 1, outputTokens: 1 },
      billedCost: { usd: 1 },
      error: new Error("x"),
    });
    const written = Object.keys(span("chat m").attributes);
    expect(written.length).toBeGreaterThan(12);
    expect(written.filter((name) => !isRecordedAttribute(name))).toEqual([]);
    expect(["http.route", "model", "isospan.other"].filter(isRecordedAttribute)).toEqual([]);
  },
);
