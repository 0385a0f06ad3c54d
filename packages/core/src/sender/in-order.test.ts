import { expect, it } from "vitest";
import { gate } from "../../test/set-up.ts";
import { inOrder } from "./index.ts";

it("tasks about the same thing run one after the other, also where one fails; others do not wait", async () => {
  const run = inOrder();
  const done: string[] = [];
  const first = gate();
  const task =
    (name: string, before: Promise<void> = Promise.resolve()) =>
    async () => {
      await before;
      done.push(name);
      if (name === "first") throw new Error("failed");
      return name;
    };
  const failing = run("a", task("first", first.opened)).catch((error: Error) => error.message);
  const second = run("a", task("second"));
  await run("b", task("other"));
  expect(done).toEqual(["other"]);
  first.open();
  expect(await Promise.all([failing, second])).toEqual(["failed", "second"]);
  expect(done).toEqual(["other", "first", "second"]);
  expect(await run("a", task("third"))).toBe("third");
});
