import { describe, expect, it, vi } from "vitest";
import { withMethods } from "./index.ts";

class Counter {
  readonly label = "c";
  #count = 0;

  get count(): number {
    return this.#count;
  }

  set start(count: number) {
    this.#count = count;
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

  it("leaves what a method has of its own, as a mock's calls", async () => {
    const embed = Object.assign(
      vi.fn(async () => [1]),
      { limit: 5 },
    );
    const wrapped = withMethods({ embed, other: embed }, { embed: (call) => call() });
    await wrapped.embed();
    expect(wrapped.embed.mock.calls).toEqual([[]]);
    expect([wrapped.other.limit, wrapped.embed.name]).toEqual([5, embed.name]);
  });

  it("makes what a class that it holds makes", () => {
    const { Counter: Held } = withMethods({ Counter }, {});
    expect(new Held()).toBeInstanceOf(Counter);
    expect(new Held()).toBeInstanceOf(Held);
  });

  it("sets a private field where the object would", () => {
    const { counter } = wrapped();
    counter.start = 4;
    expect(counter.add(1)).toBe(5);
  });

  it.each<[string, (target: object) => object]>([
    ["frozen", Object.freeze],
    ["given for good", (target) => Object.defineProperty({}, "add", { value: (target as { add: unknown }).add })],
  ])("is wrapped where the method is %s", (_how, close) => {
    const target = close({ add: () => 1, [Symbol("kept")]: true }) as { add(): number };
    const counter = withMethods(target, { add: (call) => Number(call()) + 10 });
    expect(counter.add()).toBe(11);
    expect(Reflect.ownKeys(counter)).toEqual(Reflect.ownKeys(target));
  });

  it.each([false, true])("works where it is frozen after it was wrapped, and before: %s", (before) => {
    const given = { add: () => 1 };
    const target = before ? Object.freeze(given) : given;
    const counter = withMethods(target, { add: (call) => Number(call()) + 10 });
    expect(counter.add()).toBe(11);
    expect(Object.freeze(counter).add()).toBe(1);
  });
});
