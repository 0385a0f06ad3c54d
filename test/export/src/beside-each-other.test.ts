import { describe, expect, it } from "vitest";
import { OTLP_FORMATS } from "./otlp-exporter.ts";
import { SDK_LINES } from "./sdk.ts";
import { DESTINATIONS, exportTo, type Sent, type Way } from "./set-up.ts";
import { CANARY, WORKS, withModel } from "./works.ts";

withModel();

const WAYS = SDK_LINES.flatMap((line) => OTLP_FORMATS.map((format) => ({ line, format })));

/** All that a destination was told, as one text. */
function textOf(sent: readonly Sent[] = []): string {
  return sent.map((each) => JSON.stringify(each.headers) + each.body).join("\n");
}

describe.each(WAYS)("in SDK $line, with OTLP by $format", ({ line, format }) => {
  const way: Way = { line, format, mode: format === "json" ? "otlp" : "native", content: true };

  describe.each(WORKS)("$name", ({ work }) => {
    it("reaches each destination beside the others as it does alone, byte for byte", async () => {
      const together = await exportTo(DESTINATIONS, way, work);
      for (const name of DESTINATIONS) {
        const alone = await exportTo([name], way, work);
        expect(together.sent[name]?.length).toBeGreaterThan(0);
        expect(together.sent[name]).toEqual(alone.sent[name]);
        expect(together.sent[name]?.every(({ path }) => / 20\d$/.test(path))).toBe(true);
      }
    });

    it("leaves spans as they were, and vendors' names with their vendors", async () => {
      const { before, after, sent } = await exportTo(DESTINATIONS, way, work);
      expect(before.length).toBeGreaterThan(4);
      expect(after).toEqual(before);
      const vendors = (text: string) => ["langfuse.", "langsmith."].filter((name) => text.includes(name));
      expect(vendors(textOf(sent.otlp))).toEqual([]);
      expect(vendors(textOf(sent.langfuse))).toEqual(["langfuse."]);
      expect(vendors(textOf(sent.langsmith))).toEqual(way.mode === "otlp" ? ["langsmith."] : []);
    });

    it.each([
      { allowed: { langfuse: true, otlp: false }, told: ["langfuse"] },
      { allowed: { langsmith: true }, told: ["langsmith"] },
      { allowed: { otlp: true, langfuse: false }, told: ["otlp"] },
      { allowed: false, told: [] },
    ])("tells content only where it is allowed: $allowed", async ({ allowed, told }) => {
      const { sent } = await exportTo(DESTINATIONS, { ...way, content: allowed }, work);
      expect(DESTINATIONS.filter((name) => textOf(sent[name]).includes(CANARY))).toEqual(told);
    });
  });
});
