import { describe, expect, it } from "vitest";
import { RecentlyEnded } from "./recently-ended.ts";

interface Ended {
  readonly key: string;
  readonly nth: number;
}

const filled = (most: number, ...keys: readonly string[]): RecentlyEnded<Ended> => {
  const ended = new RecentlyEnded<Ended>(most);
  for (const [nth, key] of keys.entries()) ended.add({ key, nth });
  return ended;
};

describe("what has ended", () => {
  it("is found by its key", () => {
    const ended = filled(4, "a", "b", "");
    expect(["a", "b", "", "c"].map((key) => ended.get(key)?.nth)).toEqual([0, 1, 2, undefined]);
  });

  it("is forgotten once as many others have ended", () => {
    const ended = filled(3, "a", "b", "c", "d");
    expect(["a", "b", "c", "d"].map((key) => ended.get(key)?.nth)).toEqual([undefined, 1, 2, 3]);
  });

  it.each([1, 2, 3, 4])("is the last under a key that was used again, from the %ith on", (most) => {
    const ended = filled(4, ..."xyz".slice(0, most - 1), "a", "a", "b", "a");
    expect(ended.get("a")?.nth).toBe(most + 2);
  });

  it("is told apart from others whose keys end alike", () => {
    const ended = filled(4, "one/call/1", "two/call/1");
    expect([ended.get("two/call/1")?.nth, ended.get("six/call/1")]).toEqual([1, undefined]);
  });

  it("is found among very many, and nothing else is", () => {
    const ended = new RecentlyEnded<Ended>(512);
    const keys = Array.from({ length: 10_000 }, (_, i) => `run-${i * 7919}`);
    for (const [nth, key] of keys.entries()) ended.add({ key, nth });
    const found = keys.filter((key) => ended.get(key) !== undefined);
    expect(found).toEqual(keys.slice(-512));
  });
});
