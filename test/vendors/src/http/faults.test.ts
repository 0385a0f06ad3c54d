import { afterEach, describe, expect, it } from "vitest";
import { type OtlpCollector, otlpCollector } from "../otlp/otlp-collector.ts";

const opened: OtlpCollector[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((collector) => collector.close()));
});

describe("a fault", () => {
  it.each([500, 503, 413, 401])("answers %s, once unless said otherwise, and keeps nothing", async (status) => {
    const collector = await open();
    collector.fail({ status });
    expect((await send(collector)).status).toBe(status);
    expect(collector.spans).toHaveLength(0);
    expect((await send(collector)).status).toBe(200);
    expect(collector.spans).toHaveLength(1);
    expect(collector.requests.map(({ answered }) => answered)).toEqual([status, 200]);
  });

  it("says when to come back", async () => {
    const collector = await open();
    collector.fail({ status: 429, retryAfterSeconds: 2, times: 2 });
    const answers = [await send(collector), await send(collector), await send(collector)];
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 200]);
    expect(answers.map(({ headers }) => headers.get("retry-after"))).toEqual(["2", "2", null]);
  });

  it("befalls large bodies alone, or one path alone", async () => {
    const collector = await open();
    collector.fail({ status: 413, onlyAboveBytes: 1_000, times: "always" });
    collector.fail({ status: 500, path: "/v1/logs" });
    expect((await send(collector)).status).toBe(200);
    expect((await send(collector, "n".repeat(1_000))).status).toBe(413);
    expect((await send(collector, "n".repeat(1_000))).status).toBe(413);
    collector.heal();
    expect((await send(collector, "n".repeat(1_000))).status).toBe(200);
  });

  it("can keep what was sent although its answer is lost", async () => {
    const collector = await open();
    collector.fail({ status: 503, stores: true });
    expect((await send(collector)).status).toBe(503);
    expect(collector.spans).toHaveLength(1);
    collector.fail({ cut: true, stores: true });
    await expect(send(collector)).rejects.toThrow();
    expect(collector.spans).toHaveLength(2);
  });

  it("cuts the connection after it has read the request", async () => {
    const collector = await open();
    collector.fail({ cut: true });
    await expect(send(collector)).rejects.toThrow();
    expect(collector.requests).toMatchObject([{ answered: "cut" }]);
    expect(collector.spans).toHaveLength(0);
  });

  it("hangs until the client gives up, and does not hold up the close", async () => {
    const collector = await open();
    collector.fail({ hang: true, times: 2 });
    const abandon = new AbortController();
    const abandoned = send(collector, "n", abandon.signal);
    const left = send(collector);
    left.catch(() => {});
    await collector.received(2);
    abandon.abort();
    await expect(abandoned).rejects.toThrow("aborted");
    await collector.close();
    await expect(left).rejects.toThrow();
    expect(collector.requests.map(({ answered }) => answered)).toEqual(["hung", "hung"]);
  });

  it("lets the answer drip, a byte at a time", async () => {
    const collector = await open();
    collector.fail({ slowDripMs: 1 });
    const response = await send(collector);
    const chunks: number[] = [];
    for await (const chunk of response.body ?? []) chunks.push(chunk.length);
    expect(chunks.reduce((sum, length) => sum + length, 0)).toBe(2);
    expect(response.headers.get("transfer-encoding")).toBe("chunked");
    collector.fail({ slowDripMs: 60_000 });
    expect((await send(collector)).status).toBe(200);
    await collector.close();
  });

  it("takes the server down, and back", async () => {
    const collector = await open();
    expect((await send(collector)).status).toBe(200);
    const { promise, resolve } = Promise.withResolvers<void>();
    collector.fail({ downUntil: promise });
    await expect(send(collector)).rejects.toThrow();
    await expect(send(collector)).rejects.toThrow();
    expect(collector.resets).toBeGreaterThanOrEqual(2);
    resolve();
    await promise;
    expect((await send(collector)).status).toBe(200);
    expect(collector.spans).toHaveLength(2);
  });

  it("leaves out a part, and says how much", async () => {
    const collector = await open();
    collector.fail({ partialSuccess: { rejected: 1, message: "too old" } });
    const response = await send(collector);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ partialSuccess: { rejectedSpans: "1", errorMessage: "too old" } });
    expect(collector.spans).toHaveLength(0);
  });
});

async function open(): Promise<OtlpCollector> {
  const collector = await otlpCollector();
  opened.push(collector);
  return collector;
}

function send(collector: OtlpCollector, name = "n", signal: AbortSignal | null = null): Promise<Response> {
  const span = { traceId: "a".repeat(32), spanId: "b".repeat(16), name };
  return fetch(`${collector.url}/v1/traces`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
    signal,
  });
}
