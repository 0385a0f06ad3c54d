import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { loopbackServer } from "../../test/loopback-server.ts";
import { itemsOf, numbers, senderTo } from "../../test/sender-set-up.ts";
import { ConfigurationError } from "../configuration-error.ts";
import { createSender, type SenderOptions } from "./index.ts";

/** A runtime whose waits end only when they are told to stop. */
const forever = {
  sleep: (_: number, signal: AbortSignal) =>
    new Promise<void>((done) => signal.addEventListener("abort", () => done())),
};

describe("a sender", () => {
  it("sends what is handed over one by one in one request, compressed, with its headers", async () => {
    await using server = await loopbackServer();
    const { sender } = senderTo(server, { headers: { authorization: "Bearer key" } });
    const results = await Promise.all(numbers(50).map((item) => sender.send([item])));
    expect(results).toEqual(numbers(50).map(() => ({ sent: 1, dropped: {} })));
    expect(server.requests.map(itemsOf)).toEqual([numbers(50)]);
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: "Bearer key",
      "content-encoding": "gzip",
      "content-type": "application/json",
    });
    expect(server.requests[0]?.bytes).toBeLessThan(2_000);
  });

  it("writes one batch in a turn of the event loop", async () => {
    await using server = await loopbackServer();
    const turns: (() => void)[] = [];
    let written = 0;
    const encode = (items: readonly number[]) => {
      written++;
      return { body: JSON.stringify(items), contentType: "application/json" };
    };
    const { sender } = senderTo(server, { encode }, { turn: (fn) => void turns.push(fn) });
    const sent = sender.send(numbers(300));
    const seen: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      await new Promise(setImmediate);
      seen.push(written);
      turns.shift()?.();
    }
    expect(seen).toEqual([1, 2, 3]);
    expect(await sent).toEqual({ sent: 300, dropped: {} });
  });

  it("sends nothing for nothing", async () => {
    await using server = await loopbackServer();
    const { sender } = senderTo(server);
    expect(await sender.send([])).toEqual({ sent: 0, dropped: {} });
    await sender.flush();
    expect(server.requests).toEqual([]);
  });

  it("asks for headers before each batch, and compresses only where it is told to", async () => {
    await using server = await loopbackServer();
    let asked = 0;
    const { sender, counts } = senderTo(server, {
      headers: () => ({ turn: `${asked++}` }),
      compression: "none",
      maxConcurrency: 1,
    });
    await sender.send(numbers(200));
    expect(server.requests.map(({ headers }) => headers.turn)).toEqual(["0", "1"]);
    expect(server.requests[0]?.headers["content-encoding"]).toBeUndefined();
    expect(counts()?.bytes).toBe(server.requests.reduce((sum, { text }) => sum + text.length, 0));
  });

  it("keeps to the items and bytes of a batch, and sends what is larger alone", async () => {
    await using server = await loopbackServer();
    const sizeOf = (item: number) => (item === 5 ? 10_000 : 100);
    const { sender } = senderTo(server, { sizeOf, maxBatchBytes: 1_000, maxBatchItems: 4, maxConcurrency: 1 });
    await sender.send(numbers(10));
    expect(server.requests.map(itemsOf)).toEqual([[0, 1, 2, 3], [4], [5], [6, 7, 8, 9]]);
  });

  it("makes no more requests at once than it may", async () => {
    const held: ServerResponse[] = [];
    await using server = await loopbackServer((_, response, place) => {
      if (place > 1) return 200;
      // The first is answered when the second is there, too.
      if (held.push(response) === 2) for (const each of held) each.end();
      return undefined;
    });
    await senderTo(server, { maxConcurrency: 2 }).sender.send(numbers(2_000));
    expect(server.requests).toHaveLength(20);
    expect(server.mostAtOnce()).toBe(2);
  });

  it("believes what a successful answer says about single items", async () => {
    await using server = await loopbackServer((_, response) => {
      response.end(JSON.stringify({ rejected: 3 }));
      return undefined;
    });
    const check: SenderOptions<number>["check"] = ({ body }) => JSON.parse(new TextDecoder().decode(body));
    const { sender } = senderTo(server, { check });
    expect(await sender.send(numbers(100))).toMatchObject({ sent: 97, dropped: { rejected: 3 } });
  });

  it("blames the items that an answer names, and no others", async () => {
    await using server = await loopbackServer();
    const { sender } = senderTo(server, { check: () => ({ rejected: [0], message: "no" }) });
    const [blamed, other] = await Promise.all([sender.send([1]), sender.send([2])]);
    expect(blamed).toMatchObject({ sent: 0, dropped: { rejected: 1 } });
    expect(other).toEqual({ sent: 1, dropped: {} });
  });

  it("does not claim that an answer which cannot be understood is a success", async () => {
    await using server = await loopbackServer();
    const check = () => {
      throw new SyntaxError("not JSON");
    };
    expect(await senderTo(server, { check }).sender.send([1])).toMatchObject({ sent: 0, dropped: { rejected: 1 } });
  });

  it("takes a success as one whose body never ends", async () => {
    let asked = 0;
    const fetchForever: typeof fetch = async (_, init) => {
      asked++;
      const body = new ReadableStream({
        start: (controller) => init?.signal?.addEventListener("abort", () => controller.error(init.signal?.reason)),
        // Somebody waits for more by now.
        pull: () => setUp.expire(),
      });
      return new Response(body);
    };
    const setUp = senderTo({ url: "http://localhost" }, { check: () => ({ rejected: 1 }) }, { fetch: fetchForever });
    expect(await setUp.sender.send([1])).toEqual({ sent: 1, dropped: {} });
    expect(asked).toBe(1);
  });
});

describe("a sender's memory is bounded", () => {
  it("in items: the newest are dropped", async () => {
    await using server = await loopbackServer();
    const { sender } = senderTo(server, { maxQueueItems: 150 });
    const results = await Promise.all([sender.send(numbers(100)), sender.send(numbers(100))]);
    expect(results).toMatchObject([
      { sent: 100, dropped: {} },
      { sent: 50, dropped: { queue_full: 50 } },
    ]);
  });

  it("in bytes, those in flight included", async () => {
    await using server = await loopbackServer();
    const { sender } = senderTo(server, { maxQueueBytes: 1_050, maxBatchItems: 5 });
    expect(await sender.send(numbers(20))).toMatchObject({ sent: 10, dropped: { queue_full: 10 } });
    expect(await sender.send(numbers(10))).toEqual({ sent: 10, dropped: {} });
  });
});

describe("flush", () => {
  it("waits for what was handed over before", async () => {
    await using server = await loopbackServer();
    const { sender, counts } = senderTo(server);
    void sender.send(numbers(1_000));
    await sender.flush();
    expect(counts()?.spans).toBe(1_000);
  });

  it("gives up at its deadline, and nothing is lost by that", async () => {
    let broken = true;
    await using server = await loopbackServer(() => (broken ? 503 : 200));
    const waiting = Promise.withResolvers<void>();
    const woken = Promise.withResolvers<void>();
    const sleep = () => {
      waiting.resolve();
      return woken.promise;
    };
    const { sender } = senderTo(server, {}, { sleep });
    const result = sender.send([1]);
    await waiting.promise;
    await sender.flush(1);
    broken = false;
    woken.resolve();
    expect(await result).toEqual({ sent: 1, dropped: {} });
  });
});

describe("shutdown", () => {
  it("settles everything by its deadline: waiting, retrying, in flight", async () => {
    await using server = await loopbackServer((_, __, place) => (place === 0 ? 503 : undefined));
    const { sender, counts } = senderTo(server, { maxConcurrency: 2 }, forever);
    const result = sender.send(numbers(1_000));
    await sender.shutdown(100);
    expect(await result).toMatchObject({ sent: 0, dropped: { shutdown: 1_000 } });
    expect(counts()).toMatchObject({ spans: 0, dropped: { shutdown: 1_000 } });
  });

  it("waits for what can still be sent, and is done once", async () => {
    await using server = await loopbackServer();
    const { sender } = senderTo(server);
    const result = sender.send(numbers(1_000));
    await Promise.all([sender.shutdown(), sender.shutdown()]);
    expect(await result).toEqual({ sent: 1_000, dropped: {} });
  });

  it("takes nothing more", async () => {
    await using server = await loopbackServer();
    const { sender } = senderTo(server);
    await sender.shutdown();
    expect(await sender.send([1])).toMatchObject({ sent: 0, dropped: { shutdown: 1 } });
    expect(server.requests).toEqual([]);
  });
});

describe("a wrong option", () => {
  const right: SenderOptions<number> = {
    destination: "place",
    url: "https://example.com/traces",
    encode: () => ({ body: "", contentType: "" }),
    sizeOf: () => 1,
  };

  it.each<[string, unknown]>([
    ["destination", ""],
    ["url", "localhost:4318"],
    ["url", "ftp://example.com"],
    ["encode", undefined],
    ["sizeOf", 3],
    ["maxBatchBytes", 0],
    ["maxConcurrency", 0.5],
    ["deadlineMs", Number.NaN],
    ["compression", "brotli"],
    ["onInvalid", true],
    ["onConflict", "halve"],
    ["method", "DELETE"],
  ])("is named: %s %s", (field, value) => {
    const make = () => createSender({ ...right, [field]: value } as SenderOptions<number>);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(expect.objectContaining({ field }));
  });
});
