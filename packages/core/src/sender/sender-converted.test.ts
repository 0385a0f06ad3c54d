import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { loopbackServer } from "../../test/loopback-server.ts";
import { itemsOf, numbers, senderTo } from "../../test/sender-set-up.ts";

// Each look at the clock is a millisecond later than the last, so that each source has a turn of the event loop.
beforeEach(() => {
  let nowMs = 0;
  vi.spyOn(performance, "now").mockImplementation(() => nowMs++);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("what is yet to be converted", () => {
  it("is waited for by flush, and by shutdown", async () => {
    await using server = await loopbackServer();
    const { sender } = senderTo(server);
    void sender.sendConverted(numbers(20), (item) => [item, item]);
    await sender.flush();
    expect(server.requests.map(itemsOf)).toEqual([numbers(20).flatMap((item) => [item, item])]);
    const last = sender.sendConverted(numbers(5), (item) => [item]);
    await sender.shutdown();
    expect(await last).toEqual({ sent: 5, dropped: {} });
  });

  it("is converted call by call, and then asked for the rest", async () => {
    await using server = await loopbackServer();
    const { sender } = senderTo(server);
    const seen: number[] = [];
    const convert = (item: number) => {
      seen.push(item);
      return [item];
    };
    const results = await Promise.all([
      sender.sendConverted([1, 2, 3], convert),
      sender.sendConverted([4, 5], convert, () => [...seen, 6]),
    ]);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(results.map(({ sent }) => sent)).toEqual([3, 8]);
  });

  it("may come to nothing, or fail alone", async () => {
    await using server = await loopbackServer();
    const { sender, counts } = senderTo(server);
    const convert = (item: number) => {
      if (item === 3) throw new Error("no");
      return item % 2 === 0 ? [item] : [];
    };
    expect(await sender.sendConverted(numbers(6), convert)).toMatchObject({ sent: 3, dropped: { encode_error: 1 } });
    expect(counts()).toMatchObject({ spans: 3, dropped: { encode_error: 1 } });
    expect(await sender.sendConverted([3], convert)).toMatchObject({ sent: 0, dropped: { encode_error: 1 } });
    expect(await sender.sendConverted([1], convert)).toEqual({ sent: 0, dropped: {} });
  });

  it("takes its place at once: what finds no room is dropped, and never converted", async () => {
    await using server = await loopbackServer();
    const { sender, counts } = senderTo(server, { maxQueueItems: 150 });
    const convert = vi.fn((item: number) => [item]);
    const results = [1, 2, 3].map(() => sender.sendConverted(numbers(100), convert));
    expect(counts()).toMatchObject({ dropped: { queue_full: 150 } });
    expect(await Promise.all(results)).toMatchObject([
      { sent: 100, dropped: {} },
      { sent: 50, dropped: { queue_full: 50 } },
      { sent: 0, dropped: { queue_full: 100 } },
    ]);
    expect(convert).toHaveBeenCalledTimes(150);
    expect(await sender.sendConverted(numbers(150), convert)).toEqual({ sent: 150, dropped: {} });
  });

  it("is not the caller's list, which is theirs to use again", async () => {
    await using server = await loopbackServer();
    const mine = [...numbers(10)];
    const result = senderTo(server).sender.sendConverted(mine, (item) => [item]);
    mine.length = 0;
    expect(await result).toEqual({ sent: 10, dropped: {} });
  });

  it("holds no shutdown up: what is not converted by its deadline is dropped unconverted", async () => {
    await using server = await loopbackServer();
    const { sender, counts } = senderTo(server, { maxQueueItems: 100_000 });
    const convert = vi.fn((item: number) => [item]);
    const results = [1, 2].map(() => sender.sendConverted(numbers(50_000), convert));
    await sender.shutdown(1);
    expect(counts()).toEqual({ spans: 0, bytes: 0, dropped: { shutdown: 100_000 }, retries: {} });
    expect(convert.mock.calls.length).toBeLessThan(50_000);
    expect(await Promise.all(results)).toMatchObject([
      { dropped: { shutdown: 50_000 } },
      { dropped: { shutdown: 50_000 } },
    ]);
    expect(server.requests).toEqual([]);
  });

  it("is not taken after shutdown", async () => {
    await using server = await loopbackServer();
    const { sender } = senderTo(server);
    await sender.shutdown();
    const convert = vi.fn(() => [1]);
    expect(await sender.sendConverted([1, 2], convert)).toMatchObject({ sent: 0, dropped: { shutdown: 2 } });
    expect(convert).not.toHaveBeenCalled();
  });
});
