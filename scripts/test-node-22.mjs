// Runs the tests on Node 22 too, the oldest that the packages support: contexts behave otherwise there. Its binary comes
// from the package registry, for Linux on x64; elsewhere this says so, and fails where CI counts on it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const node22 = join(root, "node_modules/node-22/bin/node");

if (!existsSync(node22)) {
  console.error("SKIPPED: tests on Node 22, whose binary is there for Linux on x64 alone");
  process.exit(process.env.CI ? 1 : 0);
}
const projects = ["packages", "packages-alone", "conformance", "langchain", "ai-sdk"].flatMap((project) => [
  "--project",
  project,
]);
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const { status } = spawnSync(node22, [vitest, "run", ...projects], { cwd: root, stdio: "inherit" });
process.exit(status ?? 1);
