import { describe, expect, it } from "vitest";
import { withMethods } from "./index.ts";

class Counter {
  readonly label = "c";
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(by: number): number {
    this.#count += by;
    return this.#count;
  }

  twice(by: number): number {
    return this.add(by) + this.add(by);
  }
}

function wrapped(target: object = new Counter()) {
  const calls: (readonly unknown[])[] = [];
  const counter = withMethods(target, {
    add: (call, args) => {
      calls.push(args);
      return call();
    },
  }) as Counter;
  return { counter, calls };
}

describe("an object with some methods wrapped", () => {
  it("is of the same class, with its fields, getters and private state", () => {
    const { counter } = wrapped();
    counter.add(2);
    expect(counter).toBeInstanceOf(Counter);
    expect([counter.label, counter.count]).toEqual(["c", 2]);
  });

  it("hands over the call and its arguments", () => {
    const { counter, calls } = wrapped();
    expect(counter.add(3)).toBe(3);
    expect(calls).toEqual([[3]]);
  });

  it("does not wrap what a method calls of itself", () => {
    const { counter, calls } = wrapped();
    expect(counter.twice(1)).toBe(3);
    expect(calls).toEqual([]);
  });

  it("gives the same method each time, until somebody replaces it", () => {
    const { counter } = wrapped();
    const { add } = counter;
    expect(counter.add).toBe(add);
    counter.add = () => 7;
    expect(counter.add(1)).toBe(7);
  });
});
