import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Exchange, Unserved } from "./exchange.ts";
import { toExchanges } from "./to-exchanges.ts";

/** All recordings below a folder, in the order of their names. The provider is the name of the folder they lie in. */
export function readRecordings(folder: string): readonly (Exchange | Unserved)[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".json") || path.endsWith(".chunks.txt"))
    .sort()
    .flatMap((path) => {
      const file = join(folder, path);
      return toExchanges({ path, provider: basename(dirname(file)), text: readFileSync(file, "utf8") });
    });
}
