import { afterEach, describe, expect, it, vi } from "vitest";
import { eachInTurn, nextTurn } from "./index.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What happens, with a mark for each turn of the event loop. */
async function during(act: (seen: unknown[]) => Promise<unknown>): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  let turning = true;
  const mark = (): void => {
    seen.push("turn");
    if (turning) setImmediate(mark);
  };
  setImmediate(mark);
  await act(seen);
  turning = false;
  return seen;
}

/** Each look at the clock is so much later than the last. */
function everyLookTakes(ms: number): void {
  let nowMs = 0;
  vi.spyOn(performance, "now").mockImplementation(() => {
    nowMs += ms;
    return nowMs;
  });
}

const alone = (fn: () => void): Promise<void> =>
  new Promise((resolve) => {
    nextTurn(() => {
      fn();
      resolve();
    });
  });

describe("what is converted", () => {
  it("lets the event loop turn whenever a millisecond has passed", async () => {
    everyLookTakes(0.5);
    const seen = await during(async (each) => {
      const double = (item: number): number => {
        each.push(item);
        return item * 2;
      };
      expect(await eachInTurn([1, 2, 3, 4, 5], double)).toEqual([2, 4, 6, 8, 10]);
    });
    expect(seen).toEqual([1, 2, "turn", 3, 4, "turn", 5]);
  });

  it("does not where there is little, in its order whether or not it takes a promise", async () => {
    everyLookTakes(0.01);
    const convert = (item: number): number | Promise<number> => (item % 2 === 0 ? Promise.resolve(item) : item);
    const seen = await during(async (each) => each.push(await eachInTurn([1, 2, 3], convert)));
    expect(seen).toEqual([[1, 2, 3]]);
  });

  it("begins at once, and fails with what was thrown", async () => {
    const begun: number[] = [];
    const failing = eachInTurn([1, 2], (item) => {
      begun.push(item);
      if (item === 2) throw new Error("no");
    });
    expect(begun).toEqual([1, 2]);
    await expect(failing).rejects.toThrow("no");
  });
});

it("what several ask for has a turn each, in the order in which they asked", async () => {
  const seen = await during(async (each) => {
    await Promise.all([
      alone(() => each.push("a")),
      alone(() => each.push("b")),
      alone(() => each.push("c")).then(() => alone(() => each.push("d"))),
    ]);
  });
  expect(seen).toEqual(["turn", "a", "turn", "b", "turn", "c", "turn", "d"]);
});

it.each([
  ["a millisecond where the loop is idle", 0.2, 1],
  ["a quarter of what the application keeps it busy for", 20, 5],
  ["no more than ten milliseconds", 2_000, 10],
])("a turn may be held for %s", async (_, tookMs, mayHoldMs) => {
  everyLookTakes(tookMs);
  expect(await new Promise(nextTurn)).toBe(mayHoldMs);
});

it("the fake timers of an application's tests do not hold a turn up", async () => {
  vi.useFakeTimers({ toFake: ["setImmediate", "setTimeout"] });
  expect(await new Promise(nextTurn)).toBeGreaterThan(0);
});
