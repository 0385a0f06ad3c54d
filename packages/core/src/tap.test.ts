import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

interface Source {
  readonly stream: ReadableStream<{ readonly n: number }>;
  readonly parts: readonly { readonly n: number }[];
  pulls(): number;
  cancelled(): readonly unknown[];
}

/** A stream that makes a part only when it is pulled. */
function source(count: number, fails?: unknown): Source {
  const parts = Array.from({ length: count }, (_, n) => ({ n }));
  const cancelled: unknown[] = [];
  let pulls = 0;
  const stream = new ReadableStream<{ n: number }>(
    {
      pull: (controller) => {
        const part = parts[pulls++];
        if (part !== undefined) controller.enqueue(part);
        else if (fails !== undefined) controller.error(fails);
        else controller.close();
      },
      cancel: (reason) => void cancelled.push(reason),
    },
    { highWaterMark: 0 },
  );
  return { stream, parts, pulls: () => pulls, cancelled: () => cancelled };
}

async function readAll<T>(stream: ReadableStream<T>): Promise<readonly T[]> {
  const parts: T[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

describe("a tapped stream", () => {
  it("hands on the very same parts, in order", async () => {
    const { recorder } = setUp();
    const { stream, parts } = source(3);
    const seen: unknown[] = [];
    const read = await readAll(recorder.start({ name: "chat" }).tap(stream, (part) => seen.push(part)));
    expect(read).toHaveLength(3);
    for (const [i, part] of parts.entries()) expect(read[i]).toBe(part);
    expect(seen).toEqual(parts);
  });

  it("has failed where its reader throws at once", async () => {
    const { recorder, records } = setUp();
    const { stream } = source(1);
    const error = new TypeError("no reader");
    const reader = stream.getReader();
    reader.read = () => {
      throw error;
    };
    stream.getReader = (() => reader) as never;
    const tapped = recorder.start({ name: "chat" }).tap(stream, () => {});
    await expect(readAll(tapped)).rejects.toBe(error);
    expect(records()).toMatchObject([{ outcome: "error", error: { type: "TypeError" } }]);
  });

  it("reads nothing ahead", async () => {
    const { recorder } = setUp();
    const { stream, pulls } = source(3);
    const reader = recorder
      .start({ name: "chat" })
      .tap(stream, () => {})
      .getReader();
    await new Promise((resolve) => setImmediate(resolve));
    expect(pulls()).toBe(0);
    await reader.read();
    await new Promise((resolve) => setImmediate(resolve));
    expect(pulls()).toBe(1);
  });

  it("that closes before an end is incomplete", async () => {
    const { recorder, record } = setUp();
    await readAll(recorder.start({ name: "chat" }).tap(source(1).stream, () => {}));
    expect(record().outcome).toBe("incomplete");
  });

  it("leaves an end alone that came with a part", async () => {
    const { telemetry, recorder, record } = setUp();
    const operation = recorder.start({ name: "chat" });
    const end = ({ n }: { readonly n: number }) => n === 1 && operation.end({ response: { id: "r" } });
    await readAll(operation.tap(source(2).stream, end));
    expect(record()).toMatchObject({ outcome: "ok", response: { id: "r" } });
    expect(telemetry.diagnostics()).toEqual({});
  });

  it("hands a cancel on, with its reason, and ends as aborted", async () => {
    const { clock, recorder, record } = setUp();
    const { stream, cancelled } = source(3);
    const reason = new Error("enough");
    const reader = recorder
      .start({ name: "chat" })
      .tap(stream, () => {})
      .getReader();
    await reader.read();
    clock.advance(20);
    await reader.cancel(reason);
    expect(cancelled()[0]).toBe(reason);
    expect(record()).toMatchObject({ outcome: "aborted", durationMs: 20 });
  });

  it("ends as aborted where its reader breaks off", async () => {
    const { recorder, record } = setUp();
    const { stream, cancelled } = source(3);
    for await (const _ of recorder.start({ name: "chat" }).tap(stream, () => {})) break;
    expect(cancelled()).toHaveLength(1);
    expect(record().outcome).toBe("aborted");
  });

  it("that has told of an error and is cancelled then has failed", async () => {
    const { recorder, record } = setUp();
    const operation = recorder.start({ name: "chat" });
    const tapped = operation.tap(source(2).stream, () => operation.update({ error: new TypeError("overloaded") }));
    const reader = tapped.getReader();
    await reader.read();
    await reader.cancel("once more");
    expect(record()).toMatchObject({ outcome: "error", error: { type: "TypeError", message: "overloaded" } });
  });

  it("that is cancelled without a reason ends for its signal's reason", async () => {
    const { recorder, record } = setUp();
    const signal = AbortSignal.abort(new DOMException("too slow", "TimeoutError"));
    await recorder
      .start({ name: "chat" }, { signal })
      .tap(source(1).stream, () => {})
      .cancel();
    expect(record()).toMatchObject({ outcome: "error", error: { type: "TimeoutError" } });
  });

  it("hands an error on, the same object, and ends with it", async () => {
    const { recorder, record } = setUp();
    const error = new TypeError("connection lost");
    const tapped = recorder.start({ name: "chat" }).tap(source(1, error).stream, () => {});
    await expect(readAll(tapped)).rejects.toBe(error);
    expect(record()).toMatchObject({ outcome: "error", error: { type: "TypeError", message: "connection lost" } });
  });

  it("is not broken by an observer that throws", async () => {
    const { telemetry, recorder } = setUp();
    const { stream, parts } = source(3);
    const tapped = recorder.start({ name: "chat" }).tap(stream, () => {
      throw new Error("observer");
    });
    expect(await readAll(tapped)).toEqual(parts);
    expect(telemetry.diagnostics()).toEqual({ internal_error: 3 });
  });

  it("that is locked already is handed back as it is", () => {
    const { telemetry, recorder } = setUp();
    const { stream } = source(1);
    stream.getReader();
    expect(recorder.start({ name: "chat" }).tap(stream, () => {})).toBe(stream);
    expect(telemetry.diagnostics()).toEqual({ internal_error: 1 });
  });
});

describe("a source that fails with nothing at all", () => {
  it.each([undefined, null])("leaves an error where %s was thrown", async (thrown) => {
    const { recorder, record } = setUp();
    const source = new ReadableStream({ pull: () => Promise.reject(thrown) });
    const reader = recorder
      .start({ name: "chat" })
      .tap(source, () => {})
      .getReader();
    await expect(reader.read()).rejects.toBe(thrown);
    expect(record().outcome).toBe("error");
  });
});
