import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

const png = { type: "blob", modality: "image", mime_type: "image/png", content: "" };

describe("a file in a message is named, its bytes left out", () => {
  it.each<[string, object, object]>([
    ["OpenAI's", { type: "image_url", image_url: { url: "data:image/png;base64,SECRET" } }, png],
    ["OpenAI's, short", { type: "image_url", image_url: "data:image/png;base64,SECRET" }, png],
    ["of Responses", { type: "input_image", image_url: "data:image/png;base64,SECRET" }, png],
    ["Anthropic's", { type: "image", source: { type: "base64", media_type: "image/png", data: "SECRET" } }, png],
    ["LangChain's", { type: "image", mimeType: "image/png", data: "SECRET" }, png],
    ["LangChain's of old", { type: "image", source_type: "base64", mime_type: "image/png", data: "SECRET" }, png],
    ["Google's", { type: "media", mimeType: "image/png", data: "SECRET" }, png],
    [
      "by its address",
      { type: "image_url", image_url: { url: "https://SECRET@example.com/a.png" } },
      { type: "blob", modality: "image", content: "" },
    ],
    [
      "a sound",
      { type: "input_audio", input_audio: { data: "SECRET" } },
      { type: "blob", modality: "audio", content: "" },
    ],
    [
      "a document",
      { type: "file", mimeType: "application/pdf", data: "SECRET" },
      { type: "blob", modality: "document", mime_type: "application/pdf", content: "" },
    ],
  ])("%s", (_whose, block, part) => {
    const { handler, record } = setUp({ content: true });
    handler.handleChatModelStart({}, [[{ content: [block], getType: () => "human" }]], "m");
    handler.handleLLMEnd({ generations: [[]] }, "m");
    expect(record().input?.[0]?.parts).toEqual([part]);
    expect(JSON.stringify(record())).not.toContain("SECRET");
  });
});
