import { describe, expect, it } from "vitest";
import { type LoopbackServer, loopbackServer } from "../../test/loopback-server.ts";
import { itemsOf, numbers, senderTo } from "../../test/sender-set-up.ts";

/** A server that takes each item once: a batch with one that it has is refused as a whole. */
function onceServer(known: readonly number[], lostAnswers: readonly number[] = []) {
  const taken = new Set(known);
  return loopbackServer((request, _, place) => {
    const items = itemsOf(request);
    if (items.some((item) => taken.has(item))) return 409;
    for (const item of items) taken.add(item);
    return lostAnswers[place] ?? 200;
  }).then((server) => ({ server, taken }));
}

const asSent = { onConflict: "sent" } as const;

describe("where 409 means that a destination has an item already", () => {
  it("a batch whose answer was lost counts as sent, once, and nothing is posted apart", async () => {
    const { server, taken } = await onceServer([], [503]);
    await using opened: LoopbackServer = server;
    const { sender, counts } = senderTo(opened, asSent);
    expect(await sender.send(numbers(100))).toEqual({ sent: 100, dropped: {} });
    expect(taken.size).toBe(100);
    expect(opened.requests).toHaveLength(2);
    expect(counts()).toMatchObject({ spans: 100, dropped: {}, retries: { unavailable: 1 } });
  });

  it("of a batch that is partly known the rest is delivered", async () => {
    const { server, taken } = await onceServer([3, 50]);
    await using opened: LoopbackServer = server;
    expect(await senderTo(opened, asSent).sender.send(numbers(100))).toEqual({ sent: 100, dropped: {} });
    expect(taken.size).toBe(100);
  });

  it("a batch that was put off by a rate limit was not taken, so it is halved as a new one is", async () => {
    const taken = new Set([3]);
    await using server = await loopbackServer((request, _, place) => {
      if (place === 0) return 429;
      const items = itemsOf(request);
      if (items.some((item) => taken.has(item))) return 409;
      for (const item of items) taken.add(item);
      return 200;
    });
    expect(await senderTo(server, asSent).sender.send(numbers(10))).toEqual({ sent: 10, dropped: {} });
    expect(taken.size).toBe(10);
  });

  it("a function is told which items were there, and of no others", async () => {
    const { server } = await onceServer([3, 7]);
    await using opened: LoopbackServer = server;
    const there: number[] = [];
    const { sender } = senderTo(opened, { onConflict: (item) => void there.push(item) });
    expect(await sender.send(numbers(10))).toEqual({ sent: 10, dropped: {} });
    expect(there).toEqual([3, 7]);
  });

  it("what is there can be changed with PATCH", async () => {
    const methods: (string | undefined)[] = [];
    await using server = await loopbackServer((_request, response) => {
      methods.push(response.req.method);
      return 200;
    });
    expect(await senderTo(server, { method: "PATCH" }).sender.send([1])).toEqual({ sent: 1, dropped: {} });
    expect(methods).toEqual(["PATCH"]);
  });

  it("without the option it is a refusal", async () => {
    const { server } = await onceServer([3]);
    await using opened: LoopbackServer = server;
    expect(await senderTo(opened).sender.send(numbers(10))).toMatchObject({ sent: 0, dropped: { rejected: 10 } });
  });
});
