import { expect, test } from "vitest";
import { alignRows, clip, sideBySide } from "./layout.ts";

test("two columns that fit stand next to each other, and a shorter section is filled up", () => {
  expect(sideBySide([["a", "bb"], ["c"]], [["x"], ["y"]], 80)).toEqual(["a  │ x", "bb │", "c  │ y"]);
});

test("two columns that are too wide stand under each other", () => {
  expect(sideBySide([["a", "bb"]], [["xxxx"]], 8)).toEqual(["a", "bb", "", "xxxx"]);
});

test("names are aligned to the left and numbers to the right", () => {
  const rows = [
    ["name", "ms"],
    ["a", "100"],
  ];
  expect(alignRows(rows)).toEqual(["name  ms", "a    100"]);
});

test("a text that is too long is cut and shows it", () => {
  expect([clip("four", 4), clip("fives", 4)]).toEqual(["four", "fiv…"]);
});
