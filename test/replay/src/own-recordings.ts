import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Exchange } from "./exchange.ts";
import { toExchanges } from "./to-exchanges.ts";

/** Hand-written in the providers' documented formats; every number is another, so that none passes for its neighbour. */
export const OWN_RECORDINGS: string = join(import.meta.dirname, "../recordings");

/** One of our own recordings that holds one answer. */
export function ownExchange(path: string): Exchange {
  const [provider = ""] = path.split("/");
  const [exchange] = toExchanges({ path, provider, text: readFileSync(join(OWN_RECORDINGS, path), "utf8") });
  if (exchange === undefined || "reason" in exchange) throw new Error(`${path} cannot be served`);
  return exchange;
}
