import { describe, expect, it } from "vitest";
import { toPlace } from "./place.ts";
import { toRunId } from "./run-id.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const startedAtMs = Date.UTC(2026, 0, 1);

describe("the id of a run", () => {
  it("is a UUID of version 7 with the start's time, and the span's id in it", () => {
    const id = toRunId(traceId, "b7ad6b7169203331", startedAtMs);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(startedAtMs);
    expect(id.endsWith("7ad-6b7169203331")).toBe(true);
  });

  it("is the same each time, whatever the fraction of the millisecond", () => {
    expect(toRunId(traceId, "b7ad6b7169203331", startedAtMs + 0.9)).toBe(
      toRunId(traceId, "b7ad6b7169203331", startedAtMs),
    );
  });

  it("differs with every bit of the span's id", () => {
    const ids = Array.from({ length: 64 }, (_, bit) => (1n << BigInt(bit)).toString(16).padStart(16, "0"));
    expect(new Set(ids.map((spanId) => toRunId(traceId, spanId, startedAtMs))).size).toBe(64);
  });

  it("differs with the trace", () => {
    const [one, other] = ["19c", "19d"].map((end) =>
      toRunId(`${"0".repeat(29)}${end}`, "b7ad6b7169203331", startedAtMs),
    );
    expect(one).not.toBe(other);
  });
});

describe("a run's place", () => {
  const root = { spanId: "1".repeat(16), startedAtMs };
  const parent = { spanId: "2".repeat(16), startedAtMs: startedAtMs + 1.25 };

  it("follows from the record alone, and is the one that the parent gives itself", () => {
    const own = toPlace({ traceId, ...parent, ancestry: [root] });
    const place = toPlace({ traceId, spanId: "3".repeat(16), startedAtMs: startedAtMs + 2, ancestry: [root, parent] });
    expect(place).toMatchObject({ traceId: toRunId(traceId, root.spanId, startedAtMs), parentId: own.id });
    expect(place.dottedOrder).toBe(`${own.dottedOrder}.20260101T000000002000Z${place.id}`);
    expect(own.dottedOrder).toBe(`20260101T000000000000Z${place.traceId}.20260101T000000001250Z${own.id}`);
  });

  it("of a root has one segment and no parent", () => {
    const place = toPlace({ traceId, ...root, ancestry: [] });
    expect(place).toMatchObject({ traceId: place.id, parentId: undefined });
    expect(place.dottedOrder).toBe(`20260101T000000000000Z${place.id}`);
  });

  it("never begins before its parent's, however wrong the clock of another process is", () => {
    const late = { spanId: "2".repeat(16), startedAtMs: startedAtMs - 5_000 };
    const place = toPlace({
      traceId,
      spanId: "3".repeat(16),
      startedAtMs: startedAtMs - 4_000,
      ancestry: [root, late],
    });
    expect(place.startedAtMs).toBe(startedAtMs);
    expect(place.parentId).toBe(toPlace({ traceId, ...late, ancestry: [root] }).id);
  });
});
