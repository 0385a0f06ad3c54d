import { createTelemetry } from "@isospan/core";
import { LangSmithTraceExporter } from "@isospan/langsmith";
import { langsmithServer } from "@isospan-private/vendors";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { describe, expect, it } from "vitest";
import { aiSdk, langChain } from "./frameworks.ts";
import { startOpenAIServer } from "./openai-server.ts";

const CALL = "chat gpt-4.1-mini";

describe.each([langChain, aiSdk])("the support agent on $name, in LangSmith", ({ play }) => {
  it("is three trees with the tokens and costs of their calls", async () => {
    const openai = await startOpenAIServer();
    const server = await langsmithServer({ requireUuidV7: true });
    const exporter = new LangSmithTraceExporter({ endpoint: server.url, apiKey: server.apiKey });
    const tracerProvider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] });
    const telemetry = createTelemetry({ tracerProvider, content: { langsmith: true } });
    try {
      await play(telemetry, { baseURL: openai.baseURL, apiKey: "none" });
      await telemetry.flush();
      await tracerProvider.forceFlush();

      const trees = server.trees().map(({ name, runType, children }) => {
        return [name, runType, ...children.map((child) => child.name).toSorted()];
      });
      expect(trees).toEqual([
        ["support", "chain", CALL, CALL, "lookup_order", "search_policy"],
        ["support", "chain", CALL],
        ["support", "chain", CALL, CALL, "issue_refund"],
      ]);
      expect([server.orphans(), server.warnings]).toEqual([[], []]);

      const [lookup, explained, refund] = server.trees();
      // By hand, at 0.40, 0.10 (cached) and 1.60 USD a million:
      // 1216 and 47, then 1324 (1152 of it cached) and 32.
      expect(lookup?.total).toMatchObject({
        ...{ promptTokens: 2_540, completionTokens: 79, totalTokens: 2_619 },
        promptTokenDetails: { cache_read: 1_152 },
      });
      expect(lookup?.total.totalCost).toBeCloseTo(0.0007968, 12);
      expect(lookup?.own.totalTokens).toBeUndefined();
      const total = server.trees().reduce((sum, tree) => sum + (tree.total.totalCost ?? Number.NaN), 0);
      expect(total).toBeCloseTo(telemetry.costs.total().costUsd, 12);

      const [streamed] = explained?.children ?? [];
      expect(streamed?.firstTokenMs).toBeGreaterThanOrEqual(streamed?.startMs ?? Number.NaN);
      const failed = refund?.children.find(({ name }) => name === "issue_refund");
      expect([failed?.status, failed?.error]).toEqual(["error", expect.any(String)]);
      const [first] = lookup?.children ?? [];
      expect(first?.inputs.messages).toMatchObject([
        { role: "system" },
        { role: "user", content: expect.stringContaining("A-1042") },
      ]);
      expect(first?.outputs?.messages).toMatchObject([
        {
          role: "assistant",
          tool_calls: [{ function: { name: "lookup_order" } }, { function: { name: "search_policy" } }],
        },
      ]);
    } finally {
      await tracerProvider.shutdown();
      await Promise.all([openai.close(), server.close()]);
    }
  });
});
