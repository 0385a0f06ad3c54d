import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PACKAGES = ["core", "langchain", "ai-sdk", "langfuse", "langsmith", "node"];

/** What users install is measured, so it has to be there, and no older than its source. */
export function requireBuild(fail) {
  for (const name of PACKAGES) {
    const built = fileURLToPath(import.meta.resolve(`@isospan/${name}`));
    if (!existsSync(built)) fail(`@isospan/${name} is not built. Run \`pnpm build\` first.`);
    const source = fileURLToPath(new URL(`../../packages/${name}/src/`, import.meta.url));
    if (newest(source) <= statSync(built).mtimeMs) continue;
    console.error(`@isospan/${name} is older than its source: run \`pnpm build\` to measure what you see.`);
  }
}

function newest(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(...files.map((file) => statSync(`${file.parentPath}/${file.name}`).mtimeMs));
}
