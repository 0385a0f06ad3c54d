import { createTelemetry, memoryCollector, type OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { isospanMiddleware } from "./index.ts";

type Part = { readonly type: string; readonly [field: string]: unknown };

const FINISH: Part = { type: "finish", finishReason: "stop", usage: { inputTokens: 3, outputTokens: 1 } };
const text = (delta: string): Part => ({ type: "text-delta", id: "0", delta });

/** A streamed call whose parts come 10 ms after one another. `fails` breaks the stream off. */
async function start(parts: readonly Part[], fails?: Error) {
  let nowMs = 0;
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, content: true, collector: memory, clock: { now: () => nowMs } });
  const left = [...parts];
  const cancelled: unknown[] = [];
  const pull = (controller: ReadableStreamDefaultController<Part>): void => {
    nowMs += 10;
    const part = left.shift();
    if (part !== undefined) controller.enqueue(part);
    else if (fails !== undefined) controller.error(fails);
    else controller.close();
  };
  const source = new ReadableStream<Part>(
    { pull, cancel: (reason) => void cancelled.push(reason) },
    { highWaterMark: 0 },
  );
  const result = { stream: source, request: { body: "{}" } };
  const { wrapStream } = isospanMiddleware({ telemetry });
  const doStream = async () => result;
  const model = { provider: "openai.chat", modelId: "m" };
  const tapped = await wrapStream({ doGenerate: doStream, doStream, params: {}, model });
  const stream: ReadableStream<Part> = tapped.stream;
  return { stream, tapped, result, cancelled, records: memory.records };
}

async function readAll(stream: ReadableStream<Part>): Promise<readonly Part[]> {
  const read: Part[] = [];
  for await (const part of stream) read.push(part);
  return read;
}

async function streamed(...parts: readonly Part[]): Promise<OperationRecord> {
  const { stream, records } = await start(parts);
  await readAll(stream);
  const [record, ...others] = records();
  if (record === undefined || others.length > 0) throw new Error("not one record");
  return record;
}

describe("a stream", () => {
  it("hands on the very same parts in order, and the rest of its result", async () => {
    const parts = [{ type: "stream-start" }, text(""), text("hi"), { type: "tool-call" }, { type: "new" }, FINISH];
    const { stream, tapped, result } = await start(parts);
    const read = await readAll(stream);
    expect(read).toHaveLength(parts.length);
    for (const [i, part] of parts.entries()) expect(read[i]).toBe(part);
    expect(tapped.request).toBe(result.request);
    expect(tapped).not.toBe(result);
  });

  it("says at its end what a whole answer would have said", async () => {
    const metadata = { type: "response-metadata", id: "r", modelId: "m-1" };
    const record = await streamed(metadata, text("Hel"), text("lo"), FINISH);
    expect(record).toMatchObject({
      outcome: "ok",
      response: { id: "r", model: "m-1", finishReasons: ["stop"] },
      usage: { inputTokens: 3, outputTokens: 1 },
      output: [{ role: "assistant", parts: [{ type: "text", content: "Hello" }] }],
      request: { stream: true },
    });
  });

  it.each<[string, Part, object]>([
    ["by an empty text: no", text(""), { timeToFirstChunkMs: 20, chunks: 1 }],
    ["by the start of a text: no", { type: "text-start", id: "0" }, { timeToFirstChunkMs: 20, chunks: 1 }],
    ["by the response's metadata: no", { type: "response-metadata" }, { timeToFirstChunkMs: 20, chunks: 1 }],
    ["by reasoning: yes", { type: "reasoning-delta", delta: "hm" }, { timeToFirstChunkMs: 10, chunks: 2 }],
    ["by a tool's input: yes", { type: "tool-input-delta", delta: "{" }, { timeToFirstChunkMs: 10, chunks: 2 }],
    ["by a tool call: yes", { type: "tool-call", toolName: "t" }, { timeToFirstChunkMs: 10, chunks: 2 }],
  ])("has its time to first chunk set %s", async (_fact, first, expected) => {
    expect(await streamed(first, text("hi"), FINISH)).toMatchObject(expected);
  });

  it("without content has no time to first chunk", async () => {
    expect((await streamed(text(""), FINISH)).timeToFirstChunkMs).toBeUndefined();
  });

  it("with an error part before its finish is an error that keeps its usage", async () => {
    const first = { type: "error", error: new TypeError("cause") };
    const record = await streamed(text("hi"), first, { type: "error", error: new Error("later") }, FINISH);
    expect(record).toMatchObject({ outcome: "error", error: { type: "TypeError", message: "cause" } });
    expect(record.usage).toEqual({ inputTokens: 3, outputTokens: 1 });
  });

  it.each<[string, readonly Part[], object]>([
    ["without an error part is an error", [], { outcome: "error", error: { type: "_OTHER" } }],
    [
      "after an error part has its error",
      [{ type: "error", error: new TypeError("cause") }],
      { outcome: "error", error: { type: "TypeError" } },
    ],
    [
      "after an abort is aborted",
      [{ type: "error", error: new DOMException("stopped", "AbortError") }],
      { outcome: "aborted" },
    ],
  ])("whose finish reason is error %s", async (_fact, parts, expected) => {
    expect(await streamed(text("hi"), ...parts, { ...FINISH, finishReason: "error" })).toMatchObject(expected);
  });

  it("with an error part and no finish is an error", async () => {
    const record = await streamed(text("hi"), { type: "error", error: new TypeError("cause") });
    expect(record).toMatchObject({ outcome: "error", error: { type: "TypeError", message: "cause" } });
  });

  it("with an error part that holds no error is an error", async () => {
    expect(await streamed({ type: "error" }, FINISH)).toMatchObject({ outcome: "error" });
  });

  it("without a finish is incomplete, and its usage unknown", async () => {
    const record = await streamed(text("hi"));
    expect(record.outcome).toBe("incomplete");
    expect(record.usage).toBeUndefined();
  });

  it("that is cancelled is aborted, and hands the reason on", async () => {
    const { stream, cancelled, records } = await start([text("hi"), FINISH]);
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel("enough");
    expect(cancelled).toEqual(["enough"]);
    expect(records()).toMatchObject([{ outcome: "aborted", chunks: 1 }]);
  });

  it("that breaks off is an error, thrown on", async () => {
    const failure = new TypeError("terminated");
    const { stream, records } = await start([text("hi")], failure);
    await expect(readAll(stream)).rejects.toBe(failure);
    expect(records()).toMatchObject([{ outcome: "error", error: { type: "TypeError" } }]);
  });

  it("that ended with its finish stays ok when it is cancelled afterwards", async () => {
    const { stream, records } = await start([FINISH, text("late")]);
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    expect(records()).toMatchObject([{ outcome: "ok" }]);
  });
});
