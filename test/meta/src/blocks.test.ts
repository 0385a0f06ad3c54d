import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type Block, blocksOf, checkBlocks } from "./check-blocks.ts";
import { root } from "./read-sources.ts";

const pages = execFileSync("git", ["ls-files", "README.md", "packages/**/*.md"], { cwd: root })
  .toString()
  .split("\n")
  .filter((page) => page !== "" && !page.endsWith("CHANGELOG.md"));
const blocks = pages.flatMap(blocksOf);

describe("TypeScript on pages", () => {
  it("is there", () => {
    expect(blocks.length).toBeGreaterThan(20);
  });

  it("compiles", () => {
    expect(checkBlocks(blocks)).toEqual([]);
  });

  it("does not where it says what is not so", () => {
    const wrong = [
      `import { createTelemetries } from "@isospan/core";`,
      "createTelemetry({ contents: true });",
      `telemetry.costs.total({ since: "yesterday" });`,
      `import { sink } from "@isospan/nowhere";`,
      "const = 1;",
    ];
    const told = checkBlocks(wrong.map((code, i): Block => ({ page: "README.md", line: i + 1, code })));
    expect(new Set(told.map((each) => each.split(" ")[0]))).toEqual(new Set(wrong.map((_, i) => `README.md:${i + 1}`)));
  });
});
