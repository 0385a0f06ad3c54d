import { describe, expect, it } from "vitest";
import { setUpSdk } from "../test/set-up.ts";

const LABELS = { "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-5" };

async function streamed(gapsMs: readonly number[]) {
  const { recorder, clock, record, metrics } = setUpSdk();
  const call = recorder.start({ name: "chat", provider: "openai", model: "gpt-5" });
  clock.advance(500);
  call.chunk();
  for (const gapMs of gapsMs) {
    clock.advance(gapMs);
    call.chunk();
  }
  clock.advance(900);
  call.end();
  const found = (await metrics()).find(({ descriptor }) => descriptor.name.endsWith("time_per_output_chunk"));
  const value = found?.dataPoints[0]?.value as { sum: number; buckets: { counts: number[] } } | undefined;
  return { record: record(), points: found?.dataPoints, sum: value?.sum ?? 0, counts: value?.buckets.counts ?? [] };
}

describe("time per output chunk", () => {
  it("is measured for each chunk after the first, from the end of the one before", async () => {
    const { points, sum, counts } = await streamed([5, 10, 11, 2_000, 100_000]);
    expect(points).toMatchObject([{ attributes: LABELS, value: { count: 5 } }]);
    expect(sum).toBeCloseTo(102.026, 9);
    // 5 and 10 ms are in the first bucket, whose upper bound is 10 ms; 100 s are past the last.
    expect(counts).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
  });

  it("is not there of a stream with one chunk", async () => {
    const { record, points } = await streamed([]);
    expect(record.chunkGaps).toBeUndefined();
    expect(points).toBeUndefined();
  });

  it("takes the same room however long the stream is, and loses no chunk", async () => {
    const { record, counts } = await streamed(Array.from({ length: 5_000 }, () => 10));
    expect(record.chunkGaps?.counts).toHaveLength(15);
    expect(counts[0]).toBe(5_000);
  });
});
