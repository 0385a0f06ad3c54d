import { createRequire } from "node:module";
import { ConfigurationError } from "@isospan/core";
import type * as PromClient from "prom-client";

/**
 * The application's prom-client, loaded when it is first used: importing this package must not fail without it. It is
 * CommonJS, so this is the same copy that an import gives.
 */
export function promClient(): typeof PromClient {
  try {
    return createRequire(import.meta.url)("prom-client");
  } catch {
    throw new ConfigurationError("prom-client", "it is not installed", "Run npm install prom-client@15.");
  }
}
