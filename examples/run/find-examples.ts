import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Example {
  /** Its path below `src`, such as `langchain/basic`. */
  readonly name: string;
  readonly file: string;
}

/** Every file in a folder of `src`, save what the examples share and the demo. */
export function findExamples(): readonly Example[] {
  const src = fileURLToPath(new URL("../src/", import.meta.url));
  return globSync("*/*.ts", { cwd: src })
    .map((path) => ({ name: path.replaceAll("\\", "/").replace(/\.ts$/, ""), file: `${src}${path}` }))
    .filter(({ name }) => !name.endsWith(".test") && !SHARED.has(name.split("/")[0] ?? ""))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const SHARED: ReadonlySet<string> = new Set(["demo", "support-agent"]);
