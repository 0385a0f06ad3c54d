import { spawnSync } from "node:child_process";
import type { Example } from "./find-examples.ts";

const TIMEOUT_MS = 60_000;

/** Runs an example in a process of its own, with our output as its output. */
export function runExample({ file }: Example): "passed" | "failed" {
  // execArgv carries on the condition that resolves our packages from source.
  const child = spawnSync(process.execPath, [...process.execArgv, file], { stdio: "inherit", timeout: TIMEOUT_MS });
  if (child.error !== undefined) console.error(child.error.message);
  return child.status === 0 ? "passed" : "failed";
}
