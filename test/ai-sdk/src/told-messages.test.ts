import { isospanMiddleware, registerIsospan } from "@isospan/ai-sdk";
import { generateText, streamText, wrapLanguageModel } from "ai";
import { describe, expect, it } from "vitest";
import { scriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";

const PNG = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]);
const CALL = { type: "tool-call", toolCallId: "t", toolName: "search", input: { q: 1 } } as const;
const RESULT = { type: "tool-result", toolCallId: "t", toolName: "search" } as const;
const ASKED = { role: "user", content: "what?" } as const;

/** What an application asks, in as many forms as the SDK takes. */
const QUESTIONS: readonly (readonly [string, object])[] = [
  ["a prompt", { prompt: "what?" }],
  ["instructions", { prompt: "what?", instructions: "be kind" }],
  ["instructions as messages", { prompt: "what?", instructions: [{ role: "system", content: "be kind" }] }],
  ["a message of one text", { messages: [ASKED] }],
  [
    "parts",
    {
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "what?" },
            { type: "file", data: PNG, mediaType: "image/png" },
            { type: "image", image: PNG, mediaType: "image/png" },
          ],
        },
      ],
    },
  ],
  [
    "what was said and done before",
    {
      messages: [
        ASKED,
        { role: "assistant", content: [{ type: "reasoning", text: "hm" }, { type: "text", text: "" }, CALL] },
        { role: "tool", content: [{ ...RESULT, output: { type: "json", value: { found: 1 } } }] },
        { role: "assistant", content: "this" },
        { role: "user", content: "and?" },
      ],
    },
  ],
  [
    "an approval, and what came of it",
    {
      messages: [
        ASKED,
        { role: "assistant", content: [CALL, { type: "tool-approval-request", approvalId: "a", toolCallId: "t" }] },
        { role: "tool", content: [{ type: "tool-approval-response", approvalId: "a", approved: true }] },
        { role: "tool", content: [{ ...RESULT, output: { type: "text", value: "found" } }] },
        { role: "user", content: "and?" },
      ],
    },
  ],
];

describe.each(QUESTIONS)("given %s", (_what, asked) => {
  it.each([false, true])("the SDK tells the same as its model sees, streamed: %s", async (streamed) => {
    const told = await inputOf(asked, streamed, true);
    const seen = await inputOf(asked, streamed, false);
    expect(told).toEqual(seen);
    expect(JSON.stringify(told)).toContain("what?");
  });
});

/** What is recorded of the model's input, by global telemetry alone or by a middleware alone. */
async function inputOf(asked: object, streamed: boolean, byTelling: boolean): Promise<unknown> {
  const { telemetry, calls } = setUp({ content: true });
  const bare = scriptedModel("v4", [{ text: "so" }]) as never;
  const model = byTelling ? bare : wrapLanguageModel({ model: bare, middleware: isospanMiddleware({ telemetry }) });
  const dispose = byTelling ? registerIsospan({ telemetry }) : undefined;
  try {
    if (streamed) await streamText({ model, ...asked } as never).consumeStream();
    else await generateText({ model, ...asked } as never);
  } finally {
    dispose?.();
  }
  return calls().at(-1)?.input;
}
