import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { vi } from "vitest";
import { setUp } from "./set-up.ts";

const METHODS = ["log", "info", "warn", "error", "debug"] as const;

/** What a run looked like from outside. */
export interface Seen {
  /** What the application got: a result, or what was thrown. */
  readonly got: string;
  /** On the console. */
  readonly printed: readonly string[];
  /** The runs that a person would draw, by what they are. */
  readonly runs: readonly string[];
}

/** LangChain's own trouble with a value is not ours: the same run is played with a handler that does nothing. */
export async function playTwice(run: (config: object) => Promise<unknown>): Promise<{ bare: Seen; ours: Seen }> {
  const nothing = new Nothing();
  const { callbacks, spans } = setUp({ content: true });
  const bare = await see(() => run({ callbacks: [nothing] }));
  const ours = await see(() => run({ callbacks }));
  const runs = spans().map((span) => span.name.split(" ", 1).join());
  return { bare: { ...bare, runs: nothing.told }, ours: { ...ours, runs } };
}

/** Hears of every run, and does nothing about it. */
class Nothing extends BaseCallbackHandler {
  name = "nothing";
  override awaitHandlers = true;
  readonly told: string[] = [];

  override handleChainStart = (_chain: unknown, _inputs: unknown, _runId: string, parentRunId?: string): void => {
    if (parentRunId === undefined) this.told.push("root");
  };
  override handleChatModelStart = (): void => void this.told.push("chat");
  override handleToolStart = (): void => void this.told.push("execute_tool");
  override handleRetrieverStart = (): void => void this.told.push("retrieval");
}

async function see(run: () => Promise<unknown>): Promise<Omit<Seen, "runs">> {
  const printed: string[] = [];
  const spies = METHODS.map((method) =>
    vi.spyOn(console, method).mockImplementation((...said: unknown[]) => {
      printed.push(said.map(String).join(" ").replaceAll("IsospanCallbackHandler", "Nothing"));
    }),
  );
  // What is thrown may be no promise's business: a proxy that is no more cannot be resolved with.
  const got = await run().then(
    () => "a result",
    (error: unknown) => nameOf(error),
  );
  for (const spy of spies) spy.mockRestore();
  return { got, printed };
}

function nameOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "what cannot be read";
  }
}
