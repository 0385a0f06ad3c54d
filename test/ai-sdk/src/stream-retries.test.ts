import { describe, expect, it } from "vitest";
import { settleAll, toEnding } from "./ending.ts";
import { type Reply, scriptedModel, TEXT_START, text } from "./scripted-model.ts";
import { AI_7 } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { byInstrumentModel } from "./ways.ts";
import { run } from "./weather.ts";

const fails = (error: Error): Reply => ({ stream: [TEXT_START, text("a"), { type: "error", error }] });

interface Retried {
  readonly fact: string;
  readonly replies: readonly Reply[];
  readonly endings: readonly string[];
}

/** The SDK cancels a stream that has told of an error, and asks anew. */
const RETRIED: readonly Retried[] = [
  {
    fact: "a stream that is asked for again has failed, and the agent has not",
    replies: [fails(new TypeError("overloaded")), { text: "Sunny" }],
    endings: ["chat error TypeError", "chat ok", "invoke_agent ok"],
  },
  {
    fact: "an agent fails with the last of its streams",
    replies: [fails(new TypeError("overloaded")), fails(new RangeError("again"))],
    endings: ["chat error TypeError", "chat error RangeError", "invoke_agent error RangeError"],
  },
  {
    fact: "an agent fails with a retry that gets no stream",
    replies: [fails(new TypeError("overloaded")), { throws: new RangeError("again") }],
    endings: ["chat error TypeError", "chat error RangeError", "invoke_agent error RangeError"],
  },
];

describe.each([false, true])("AI SDK 7 with us registered, an instrumented model: %s", (instrumented) => {
  it.each(RETRIED)("$fact", async ({ replies, endings }) => {
    const all = setUp({ register: true });
    const bare = scriptedModel("v4", replies);
    const model = instrumented ? byInstrumentModel(AI_7, bare, all.telemetry) : bare;
    await run(AI_7, { model, prompt: "The weather?", maxRetries: 0, streamRetries: 1 }, true);
    await settleAll(all);
    expect(all.records().map(toEnding)).toEqual(endings);
    expect(all.calls().map(({ attempt }) => attempt)).toEqual([undefined, 2]);
  });
});
