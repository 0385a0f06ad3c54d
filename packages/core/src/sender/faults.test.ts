import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { type LoopbackServer, loopbackServer, type Received } from "../../test/loopback-server.ts";
import { itemsOf, numbers, type SenderSetUp, senderTo } from "../../test/sender-set-up.ts";
import type { DropReason } from "./index.ts";

const HANDED = 400;

/** What a server does wrong; `undefined`: it takes the batch. */
type Fault = (
  request: Received,
  response: ServerResponse,
  place: number,
  client: SenderSetUp,
) => number | "handled" | undefined;

const cut: Fault = (_, response) => {
  response.destroy();
  return "handled";
};
/** Never answers; the client's time limit passes as soon as it is asked. One request at a time. */
const hang: Fault = (_, __, ___, client) => {
  client.expire();
  return "handled";
};
/** Headers and a few bytes, and then nothing more: status 503, so it was not taken. */
const drip: Fault = (_, response, __, client) => {
  response.writeHead(503).write("sorry");
  client.expire();
  return "handled";
};
const always = (status: number, headers: Record<string, string> = {}): Fault => {
  return (_, response) => {
    response.writeHead(status, headers).end("no");
    return "handled";
  };
};
const first = (count: number, fault: Fault): Fault => {
  return (...all) => (all[2] < count ? fault(...all) : undefined);
};

async function play(fault: Fault, options: Parameters<typeof senderTo>[1] = {}) {
  const taken: number[] = [];
  const client: { setUp?: SenderSetUp } = {};
  await using server: LoopbackServer = await loopbackServer((request, response, place) => {
    const answer = client.setUp && fault(request, response, place, client.setUp);
    if (answer === "handled") return undefined;
    if (answer === undefined) taken.push(...itemsOf(request));
    return answer ?? 200;
  });
  const setUp = senderTo(server, options);
  client.setUp = setUp;
  const result = await setUp.sender.send(numbers(HANDED));
  return { result, taken: taken.toSorted((a, b) => a - b), requests: server.requests.length, ...setUp };
}

describe("a fault that ends within the deadline loses nothing and doubles nothing", () => {
  it.each<[string, Fault, { maxConcurrency: 1 }?]>([
    ["no fault", () => undefined],
    ["500 at first", first(6, always(500))],
    ["503 at first", first(6, always(503))],
    ["408 at first", first(6, always(408))],
    ["429 at first", first(6, always(429))],
    ["429 with seconds", first(6, always(429, { "retry-after": "2" }))],
    ["429 with a date", first(6, always(429, { "retry-after": new Date(Date.now() + 3_000).toUTCString() }))],
    ["413 above some size", ({ text }) => (text.length > 4_000 ? 413 : undefined)],
    ["down for ten seconds", (...all) => (all[3].nowMs() < 10_000 ? cut(...all) : undefined)],
    ["cut at first", first(6, cut)],
    ["hanging at first", first(6, hang), { maxConcurrency: 1 }],
    ["a slow drip at first", first(6, drip), { maxConcurrency: 1 }],
  ])("%s", async (_, fault, options) => {
    const { result, taken, counts } = await play(fault, options);
    expect(result).toEqual({ sent: HANDED, dropped: {} });
    expect(taken).toEqual(numbers(HANDED));
    expect(counts()).toMatchObject({ spans: HANDED, dropped: {} });
  });
});

describe("a fault that does not end is told as dropped, with its reason", () => {
  it.each<[DropReason, string, Fault]>([
    ["unavailable", "500", always(500)],
    ["unavailable", "503 with an hour", always(503, { "retry-after": "3600" })],
    ["rate_limited", "429", always(429)],
    ["unauthorized", "401", always(401)],
    ["unauthorized", "403", always(403)],
    ["rejected", "400", always(400)],
    ["rejected", "404", always(404)],
    ["rejected", "501", always(501)],
    ["rejected", "a redirect", always(302, { location: "/elsewhere" })],
    ["too_large", "413", always(413)],
    ["network", "a cut connection", cut],
  ])("%s: %s", async (reason, _, fault) => {
    const { result, taken, counts } = await play(fault);
    expect(result).toMatchObject({ sent: 0, dropped: { [reason]: HANDED }, error: expect.any(Error) });
    expect(taken).toEqual([]);
    expect(counts()).toMatchObject({ spans: 0, bytes: 0, dropped: { [reason]: HANDED } });
  });

  it("timeout: a hanging server", async () => {
    const { result } = await play(hang, { maxConcurrency: 1 });
    expect(result).toMatchObject({ sent: 0, dropped: { timeout: HANDED } });
  });

  it("network: nobody listens", async () => {
    await using server = await loopbackServer();
    // Our own end of a connection: as long as it is open, nobody else is given its port to listen at.
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    await once(socket, "connect");
    const { sender } = senderTo({ url: `http://127.0.0.1:${socket.localPort}` });
    expect(await sender.send([1, 2])).toMatchObject({ sent: 0, dropped: { network: 2 } });
    socket.destroy();
  });

  it("what was answered counts, also where the deadline leaves the last request no time for an answer", async () => {
    const fault: Fault = (...all) => (all[2] === 0 ? 503 : hang(...all));
    const { result, requests } = await play(fault, { maxBatchItems: HANDED, deadlineMs: 1_400 });
    expect(result).toMatchObject({ sent: 0, dropped: { unavailable: HANDED } });
    expect(requests).toBe(2);
  });
});

describe("only what is at fault is lost", () => {
  const poisoned = [3, 204, 205];
  const refuseSome = ({ text }: Received, status: number) =>
    itemsOf({ text } as Received).some((item) => poisoned.includes(item)) ? status : undefined;

  it.each([400, 422])("a batch that is refused with %s is halved until the invalid stand alone", async (status) => {
    const { result, taken } = await play((request) => refuseSome(request, status), { onInvalid: "bisect" });
    expect(result).toMatchObject({ sent: HANDED - 3, dropped: { rejected: 3 } });
    expect(taken).toEqual(numbers(HANDED).filter((item) => !poisoned.includes(item)));
  });

  it("without that option the whole batch is dropped", async () => {
    const { result, taken } = await play((request) => refuseSome(request, 400));
    expect(result).toMatchObject({ sent: HANDED - 200, dropped: { rejected: 200 } });
    expect(taken).toHaveLength(HANDED - 200);
  });

  it("where everything is invalid, the requests are bounded", async () => {
    const { result, requests } = await play(always(400), { onInvalid: "bisect", maxBatchItems: HANDED });
    expect(result).toMatchObject({ sent: 0, dropped: { rejected: HANDED } });
    expect(requests).toBeLessThanOrEqual(65);
  });

  it("what is too large alone goes alone", async () => {
    const { result, taken } = await play(({ text }) => (text.length > 150 || text.includes("7") ? 413 : undefined));
    const lost = numbers(HANDED).filter((item) => String(item).includes("7"));
    expect(result).toMatchObject({ dropped: { too_large: lost.length } });
    expect(taken).toEqual(numbers(HANDED).filter((item) => !lost.includes(item)));
  });

  it("what cannot be encoded goes alone", async () => {
    const encode = (items: readonly number[]) => {
      if (items.includes(42)) throw new TypeError("no 42");
      return { body: JSON.stringify(items.map((item) => ({ item }))), contentType: "application/json" };
    };
    const { result, taken } = await play(() => undefined, { encode });
    expect(result).toMatchObject({ sent: HANDED - 1, dropped: { encode_error: 1 } });
    expect(taken).toEqual(numbers(HANDED).filter((item) => item !== 42));
  });
});

describe("retries", () => {
  it("come later and later, and not after the deadline", async () => {
    const { waits, nowMs } = await play(always(503), { maxBatchItems: HANDED });
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000]);
    expect(nowMs()).toBeLessThan(25_000);
  });

  it("come when the destination says so, for all batches", async () => {
    const { waits } = await play(first(1, always(429, { "retry-after": "7" })), { maxConcurrency: 1 });
    expect(waits).toEqual([7_000]);
  });

  it("are counted by reason", async () => {
    const { counts } = await play(first(3, always(503)), { maxConcurrency: 1 });
    expect(counts()?.retries).toEqual({ unavailable: 3 });
  });
});
