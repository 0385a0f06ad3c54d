import { describe, expect, it } from "vitest";
import { lineViolations } from "./line-budgets.ts";
import { readSources } from "./read-sources.ts";

describe("line budgets", () => {
  it("hold in this repository", () => {
    expect(lineViolations(readSources())).toEqual([]);
  });

  it("allow a file of 300 lines and refuse one more", () => {
    expect(lineViolations([file("core", "long.ts", 300)])).toEqual([]);
    expect(lineViolations([file("core", "long.ts", 301)])).toEqual([
      "packages/core/src/long.ts has 301 lines; 300 is the most",
    ]);
  });

  it("refuse an adapter of 400 lines that has no budget of its own", () => {
    expect(lineViolations([file("any", "a.ts", 200), file("any", "b.ts", 199)])).toEqual([]);
    expect(lineViolations([file("any", "a.ts", 200), file("any", "b.ts", 200)])).toEqual([
      "packages/any/src has 400 lines of code; it must stay below 400",
    ]);
  });

  it("refuse a core over its own", () => {
    const files = Array.from({ length: 100 }, (_, index) => file("core", `${index}.ts`, 290));
    const [found] = lineViolations(files);
    expect(found).toMatch(/^packages\/core\/src has 29000 lines of code; it must stay below \d+$/);
  });
});

it("count neither comments nor empty lines nor imports, but every line of a statement", () => {
  const text = `// why
import { a } from "./a.ts";

/** What. */
export const b = {
  a, // here

};
/* more */
`;
  const files = Array.from({ length: 133 }, () => ({ package: "any", path: "a.ts", text }));
  expect(lineViolations(files)).toEqual([]);
  expect(lineViolations([...files, { package: "any", path: "a.ts", text: "export {};" }])).toEqual([
    "packages/any/src has 400 lines of code; it must stay below 400",
  ]);
});

function file(name: string, path: string, lines: number): { package: string; path: string; text: string } {
  return { package: name, path, text: "export {};\n".repeat(lines) };
}
