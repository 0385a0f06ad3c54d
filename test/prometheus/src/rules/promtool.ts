import { spawn, spawnSync } from "node:child_process";

/** Whether Debian's package `prometheus`, or another one that brings both programs, is installed. */
export const isPrometheusInstalled: boolean =
  spawnSync("promtool", ["--version"]).status === 0 && spawnSync("prometheus", ["--version"]).status === 0;

/** Said where it is not, and the tests count as skipped: `.ci/run` takes that for a failure. */
export const NOT_INSTALLED = "PROMETHEUS IS NOT INSTALLED, so nothing is proven here: apt-get install prometheus";

/** Runs promtool to its end. */
export async function promtool(args: readonly string[]): Promise<{ readonly ok: boolean; readonly output: string }> {
  const child = spawn("promtool", args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const status = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  return { ok: status === 0, output };
}
