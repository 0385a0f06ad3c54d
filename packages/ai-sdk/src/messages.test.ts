import { describe, expect, it } from "vitest";
import { readAll, setUp } from "../test/set-up.ts";
import { isospanMiddleware } from "./index.ts";

const model = { provider: "openai.chat", modelId: "m" };
const FILE = { type: "file", mediaType: "image/png", data: new Uint8Array(8) };
const CALL = { type: "tool-call", toolCallId: "t", toolName: "search", input: '{"q":1}' };
const CALLED = { type: "tool_call", id: "t", name: "search", arguments: { q: 1 } };
const RESULT = { type: "tool-result", toolCallId: "t", toolName: "search" };
const answer = (response: unknown) => ({ type: "tool_call_response", id: "t", response });
const BLOB = { type: "blob", modality: "image", mime_type: "image/png", content: "" };

function made() {
  const { telemetry, record } = setUp({ content: true });
  return { middleware: isospanMiddleware({ telemetry }), record };
}

/** What is recorded of a call with this prompt, and this answer. */
async function called(params: object, content: readonly object[] = []) {
  const { middleware, record } = made();
  const doGenerate = async () => ({ content });
  await middleware.wrapGenerate({ doGenerate, doStream: doGenerate, params, model });
  return record();
}

describe("a message", () => {
  it.each<[string, object, readonly object[]]>([
    [
      "of the system",
      { role: "system", content: "be kind" },
      [{ role: "system", parts: [{ type: "text", content: "be kind" }] }],
    ],
    [
      "of the user",
      { role: "user", content: [{ type: "text", text: "what?" }, FILE] },
      [{ role: "user", parts: [{ type: "text", content: "what?" }, BLOB] }],
    ],
    [
      "with a file of no type",
      { role: "user", content: [{ type: "file" }] },
      [{ role: "user", parts: [{ type: "blob", modality: "document", content: "" }] }],
    ],
    ["of the assistant", { role: "assistant", content: [CALL] }, [{ role: "assistant", parts: [CALLED] }]],
    [
      "of several tools",
      {
        role: "tool",
        content: [
          { ...RESULT, output: { type: "text", value: "a" } },
          { ...RESULT, output: { type: "json", value: 0 } },
        ],
      },
      [
        { role: "tool", parts: [answer("a")] },
        { role: "tool", parts: [answer(0)] },
      ],
    ],
    [
      "of a tool that shows files, in the words of 5, 6 and 7",
      {
        role: "tool",
        content: [
          {
            ...RESULT,
            output: {
              type: "content",
              value: [
                { type: "text", text: "see" },
                { type: "media", data: "aGk=", mediaType: "image/png" },
                { type: "image-data", data: "aGk=", mediaType: "image/png" },
                { ...FILE, data: { type: "data", data: "aGk=" } },
              ],
            },
          },
        ],
      },
      [{ role: "tool", parts: [answer([{ type: "text", text: "see" }, BLOB, BLOB, BLOB])] }],
    ],
    [
      "of a tool that returned an object with a value",
      { role: "tool", content: [{ ...RESULT, output: { value: 7 } }] },
      [{ role: "tool", parts: [answer({ value: 7 })] }],
    ],
    [
      "of a part without a type",
      { role: "user", content: [{ type: "text", text: "what?" }, {}] },
      [{ role: "user", parts: [{ type: "text", content: "what?" }, {}] }],
    ],
    [
      "with an image of no type",
      { role: "user", content: [{ type: "image" }] },
      [{ role: "user", parts: [{ type: "blob", modality: "image", mime_type: "image", content: "" }] }],
    ],
    ["of a person's approval", { role: "tool", content: [{ type: "tool-approval-response", approved: true }] }, []],
    [
      "of a part that is new",
      { role: "assistant", content: [{ type: "custom", secret: "x" }] },
      [{ role: "assistant", parts: [{ type: "custom" }] }],
    ],
  ])("%s is told in the conventions' form", async (_of, message, expected) => {
    expect((await called({ prompt: [message] })).input).toEqual(expected);
  });
});

describe("a tool that the model may call", () => {
  it.each<[string, object, object]>([
    [
      "is a function with its schema",
      { type: "function", name: "search", description: "d", inputSchema: { type: "object" } },
      { type: "function", name: "search", description: "d", parameters: { type: "object" } },
    ],
    [
      "of the provider's own has its id for a type",
      { type: "provider", id: "openai.web_search", name: "web", args: {} },
      { type: "openai.web_search", name: "web" },
    ],
    [
      "of the provider's own may have no id",
      { type: "provider-defined", name: "web" },
      { type: "provider-defined", name: "web" },
    ],
  ])("%s", async (_fact, tool, expected) => {
    expect((await called({ prompt: [], tools: [tool] })).toolDefinitions).toEqual([expected]);
  });
});

describe("an answer", () => {
  const content = [
    { type: "reasoning", text: "hm" },
    { type: "text", text: "Hello" },
    FILE,
    CALL,
    { ...RESULT, result: { found: 2 } },
    { type: "source", id: "s", url: "https://example.com" },
    { type: "tool-approval-request", toolCallId: "t" },
  ];
  const parts = [
    { type: "reasoning", content: "hm" },
    { type: "text", content: "Hello" },
    BLOB,
    CALLED,
    answer({ found: 2 }),
    { type: "source" },
    { type: "tool-approval-request" },
  ];

  it("has its parts, and results of tools that the provider has run", async () => {
    expect((await called({}, content)).output).toMatchObject([{ role: "assistant", parts }]);
  });

  it("that is streamed has the same", async () => {
    const { middleware, record } = made();
    const [, , ...others] = content;
    const deltas = [
      { type: "reasoning-delta", delta: "h" },
      { type: "reasoning-delta", delta: "m" },
      { type: "text-delta", delta: "Hel" },
      { type: "text-delta" },
      { type: "text-delta", delta: "lo" },
      { type: "tool-input-delta", delta: "{" },
    ];
    const stream = ReadableStream.from([...deltas, ...others, { type: "finish" }]);
    const doStream = async () => ({ stream });
    await readAll((await middleware.wrapStream({ doGenerate: doStream, doStream, params: {}, model })).stream);
    expect(record().output).toMatchObject([{ role: "assistant", parts }]);
  });

  it("that is empty has no empty text", async () => {
    expect((await called({}, [{ type: "text", text: "" }, { type: "reasoning" }])).output).toMatchObject([
      { role: "assistant", parts: [{ type: "reasoning", content: "" }] },
    ]);
  });
});
