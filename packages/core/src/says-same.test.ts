import { describe, expect, it } from "vitest";
import { Kept } from "./keeper.ts";
import { saysSame } from "./says-same.ts";

const copy = Object.freeze({ a: 1, list: Object.freeze(["x", null]), inner: Object.freeze({ b: true }) });

describe("what says the same as a copy", () => {
  it.each<[string, unknown]>([
    ["the copy", copy],
    ["equal data", { a: 1, list: ["x", null], inner: { b: true } }],
    ["data in another order", { inner: { b: true }, list: ["x", null], a: 1 }],
    ["data with fields that say nothing", { ...copy, more: undefined }],
    ["data without a prototype", Object.assign(Object.create(null), copy)],
    ["data with parts that were kept before", { ...copy, inner: new Kept(copy.inner, 1) }],
  ])("is %s", (_is, given) => {
    expect(saysSame(given, copy)).toBe(true);
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a text", "a"],
    ["a list", []],
    ["less", { a: 1, list: ["x", null] }],
    ["more", { ...copy, more: 1 }],
    ["another value", { ...copy, a: 2 }],
    ["a longer list", { ...copy, list: ["x", null, 1] }],
    ["an object for a list", { ...copy, list: { 0: "x", 1: null, length: 2 } }],
    ["a list for an object", { ...copy, inner: [true] }],
    ["a field of the prototype's", { ...copy, inner: { toString: copy.inner } }],
    ["another kept part", { ...copy, inner: new Kept({ b: true }, 1) }],
    [
      "an instance",
      new (class {
        a = 1;
        list = copy.list;
        inner = copy.inner;
      })(),
    ],
  ])("is not %s", (_is, given) => {
    expect(saysSame(given, copy)).toBe(false);
  });
});
