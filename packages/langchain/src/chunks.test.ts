import { createTelemetry, memoryCollector, type OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { IsospanCallbackHandler } from "./index.ts";

type Chunk = readonly [token: string, fields?: object];

/** A streamed call whose chunks come 10 ms after one another. */
function streamed(...chunks: readonly Chunk[]): OperationRecord {
  let nowMs = 0;
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, collector: memory, clock: { now: () => nowMs } });
  const handler = new IsospanCallbackHandler({ telemetry });
  handler.handleChatModelStart({}, [[]], "model");
  for (const [token, fields] of chunks) {
    nowMs += 10;
    handler.handleLLMNewToken(token, undefined, "model", undefined, undefined, fields);
  }
  handler.handleLLMEnd({ generations: [[]] }, "model");
  const [record] = memory.records();
  if (record === undefined) throw new Error("no record");
  return record;
}

const message = (fields: object): Chunk => ["", { chunk: { text: "", message: fields } }];

describe("the time to the first chunk", () => {
  it("is the first token's", () => {
    expect(streamed(["Hel"], ["lo"])).toMatchObject({ timeToFirstChunkMs: 10, chunks: 2, request: { stream: true } });
  });

  it.each<[string, Chunk]>([
    ["an empty first chunk", message({ content: "" })],
    ["a first chunk without blocks", message({ content: [] })],
    ["a first chunk without tool calls", message({ content: "", tool_call_chunks: [] })],
    ["a first chunk with usage alone", message({ content: "", usage_metadata: { input_tokens: 3 } })],
    ["a first token without a chunk", [""]],
  ])("is not set by %s", (_what, first) => {
    expect(streamed(first, ["hello"])).toMatchObject({ timeToFirstChunkMs: 20, chunks: 1 });
  });

  it.each<[string, Chunk]>([
    ["a text block", message({ content: [{ type: "text", text: "hi" }] })],
    ["a piece of a tool call", message({ content: "", tool_call_chunks: [{ args: "{" }] })],
    ["a piece of reasoning", message({ content: "", additional_kwargs: { reasoning_content: "hm" } })],
  ])("is set by %s", (_what, first) => {
    expect(streamed(first, ["hello"])).toMatchObject({ timeToFirstChunkMs: 10, chunks: 2 });
  });

  it("is unknown where nothing came", () => {
    const record = streamed([""]);
    expect(record.timeToFirstChunkMs).toBeUndefined();
    expect(record.request?.stream).toBeUndefined();
  });
});
