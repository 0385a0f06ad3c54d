import { describe, expect, it } from "vitest";
import { toExchanges } from "./to-exchanges.ts";

const whole = (payload: unknown, path = "openai/a.json", provider = "openai") =>
  toExchanges({ path, provider, text: JSON.stringify(payload) });
const streamed = (text: string, provider = "openai") =>
  toExchanges({ path: `${provider}/a.chunks.txt`, provider, text });

describe("a body", () => {
  it.each([
    ["chat completions", { object: "chat.completion", choices: [] }, "openai-chat"],
    ["chat completions without a word for it", { choices: [] }, "openai-chat"],
    ["responses", { object: "response", output: [], error: null }, "openai-responses"],
    ["embeddings", { object: "list", data: [{ embedding: [1] }] }, "openai-embeddings"],
    ["Anthropic's messages", { type: "message", role: "assistant", content: [] }, "anthropic-messages"],
    ["Gemini's", { candidates: [] }, "google-generate-content"],
    ["a prompt that Gemini blocked", { promptFeedback: {} }, "google-generate-content"],
    ["Cohere's chat", { message: { role: "assistant" }, finish_reason: "COMPLETE" }, "cohere-chat"],
    ["Bedrock's converse", { output: { message: {} }, stopReason: "end_turn" }, "bedrock-converse"],
  ])("of %s is known by its form, whatever its folder is called", (_what, payload, wire) => {
    expect(whole(payload, "elsewhere/a.json", "elsewhere")).toMatchObject([{ wire, form: "whole", status: 200 }]);
  });

  it.each([
    ["something else", { text: "hello", duration: 3 }, /^no wire format here has the fields text, duration$/],
    ["a number", 7, /^no wire format here has this form$/],
  ])("of %s is not served, and says why", (_what, payload, reason) => {
    expect(whole(payload)).toEqual([{ name: "openai/a.json", reason: expect.stringMatching(reason) }]);
  });

  it("that is no JSON is not served, and says why", () => {
    expect(toExchanges({ path: "a/b.json", provider: "a", text: "{" })).toMatchObject([{ name: "a/b.json" }]);
  });
});

describe("an error's status", () => {
  it.each<[string, string, unknown, number]>([
    ["the body's number", "google/a.json", { error: { code: 429, status: "RESOURCE_EXHAUSTED" } }, 429],
    ["a number in the file's name", "openai/a-503-b.json", { error: { message: "no" } }, 503],
    ["the word for its kind", "anthropic/a.json", { type: "error", error: { type: "overloaded_error" } }, 529],
    ["the word for its code", "openai/a.json", { error: { type: "x", code: "invalid_api_key" } }, 401],
    ["Amazon's word", "amazon-bedrock/a.json", { message: "no", __type: "ThrottlingException" }, 429],
    ["400 where nothing says more", "openai/a.json", { error: { message: "no" } }, 400],
    ["none that only looks like one", "openai/gpt-4000.json", { error: { message: "no", code: "1300" } }, 400],
  ])("is %s", (_what, path, payload, status) => {
    expect(whole(payload, path, path.split("/")[0])).toMatchObject([{ status, form: "whole" }]);
  });

  it.each([
    ["anthropic", "anthropic-messages"],
    ["google", "google-generate-content"],
    ["amazon-bedrock", "bedrock-converse"],
    ["cohere", "cohere-chat"],
    ["mistral", "openai-chat"],
  ])("of %s is served to the client that speaks %s", (provider, wire) => {
    expect(whole({ error: {} }, `${provider}/a.json`, provider)).toMatchObject([{ wire }]);
  });
});

describe("a stream", () => {
  it("is its chunks as they were recorded", () => {
    const first = '{"id":"a","choices":[] }';
    expect(streamed(`${first}\n\n{"id":"a","choices":[]}\n`)).toMatchObject([
      { name: "openai/a.chunks.txt", form: "streamed", texts: [first, '{"id":"a","choices":[]}'] },
    ]);
  });

  it("may be recorded with the frame around its chunks", () => {
    expect(streamed('event: x\ndata: {"choices":[]}\ndata: [DONE]\n')).toMatchObject([{ texts: ['{"choices":[]}'] }]);
  });

  it.each([
    ["chat completions", '{"id":"a","choices":[]}', '{"id":"b","choices":[]}'],
    ["responses", '{"type":"response.created"}', '{"type":"response.created"}'],
    ["messages", '{"type":"message_start"}', '{"type":"message_start"}'],
    ["Gemini", '{"responseId":"a","candidates":[]}', '{"responseId":"b","candidates":[]}'],
    ["Cohere", '{"type":"message-start"}', '{"type":"message-start"}'],
    ["Bedrock", '{"messageStart":{}}', '{"messageStart":{}}'],
  ])("of several %s answers is one answer each", (_what, first, second) => {
    const names = streamed(`${first}\n${second}`).map(({ name }) => name);
    expect(names).toEqual(["openai/a.chunks.txt#1", "openai/a.chunks.txt#2"]);
  });

  it("whose first chunk has no id yet is one answer", () => {
    expect(streamed('{"id":"","choices":[]}\n{"id":"a","choices":[]}\n{"choices":[]}')).toHaveLength(1);
  });
});
