import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");

it("a test file that replaces a module shares what it loads with no other", () => {
  const arguments_ = ["grep", "-l", "vi.mock(", "--", "packages/*.test.ts", "test/*.test.ts", ":!test/meta"];
  const replacing = execFileSync("git", arguments_, { cwd: root, encoding: "utf8" }).trim().split("\n");
  const [, alone = ""] = /const ALONE = \[(.*?)\];/s.exec(readFileSync(join(root, "vitest.config.ts"), "utf8")) ?? [];
  expect([...alone.matchAll(/"(.+?)"/g)].map(([, file]) => file)).toEqual(replacing);
});
