import { aiSdk, type Framework, langChain } from "@isospan-private/examples/frameworks";
import { startOpenAIServer } from "@isospan-private/examples/openai-server";
import { afterAll, beforeAll } from "vitest";
import { T0, type Work } from "./set-up.ts";

/** What only messages, arguments and results say. */
export const CANARY = "A-1042";

let openai: Awaited<ReturnType<typeof startOpenAIServer>> | undefined;

/** One model for all runs of a file: its address is part of what is sent. */
export function withModel(): void {
  beforeAll(async () => {
    openai = await startOpenAIServer();
  });
  afterAll(() => openai?.close());
}

/** By hand, with everything that a record can hold and a span of the application's own. */
const byHand: Work = async (telemetry, tracer) => {
  const message = (role: "user" | "assistant", content: string) => ({
    role,
    parts: [{ type: "text" as const, content }],
  });
  const user = { sessionId: "session", userId: "user", tags: ["a"], metadata: { plan: "b" } };
  await telemetry.withContext(user, () =>
    telemetry.run({ name: "invoke_agent", agent: { name: "shop" }, conversationId: "c-1" }, async (agent) => {
      await telemetry.run(
        {
          name: "chat",
          provider: "openai",
          model: "gpt-4.1-mini",
          request: { temperature: 0.2, maxTokens: 100 },
          input: [message("user", `Where is ${CANARY}?`)],
        },
        (operation) => {
          operation.chunk();
          operation.end({
            usage: { inputTokens: 1_200, cacheReadTokens: 1_000, outputTokens: 80, reasoningTokens: 20 },
            response: { id: "r-1", model: "gpt-4.1-mini-2025-04-14", finishReasons: ["stop"] },
            output: [message("assistant", `${CANARY} is on its way`)],
          });
        },
      );
      const own = tracer.startSpan("own work", { startTime: T0, attributes: { rows: 3, names: ["x", "y"] } });
      own.addEvent("step", { at: 1 }, T0);
      own.end(T0);
      const lookup = { name: "execute_tool", tool: { name: "lookup", arguments: { order: CANARY } } } as const;
      await telemetry.run(lookup, () => Promise.reject(new TypeError("not there"))).catch(() => {});
      await telemetry.run({ name: "embeddings", provider: "openai", model: "text-embedding-3-small" }, (operation) =>
        operation.end({ usage: { inputTokens: 12 } }),
      );
      agent.end({ output: [message("assistant", "done")] });
    }),
  );
};

function by({ play }: Framework): Work {
  return (telemetry) => play(telemetry, { baseURL: openai?.baseURL ?? "", apiKey: "unused" });
}

export const WORKS: readonly { readonly name: string; readonly work: Work }[] = [
  { name: "by hand", work: byHand },
  { name: "a LangChain agent", work: by(langChain) },
  { name: "an AI SDK agent", work: by(aiSdk) },
];
