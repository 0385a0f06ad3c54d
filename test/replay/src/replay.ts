// pnpm replay <folder>
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { langchain } from "./frameworks/langchain.ts";
import { loopbackOnly } from "./loopback-only.ts";
import { isGood, replayFolder } from "./replay-folder.ts";
import { toTable } from "./to-table.ts";

// pnpm runs a package's script in the package's folder; the folder was named in another.
const [given] = process.argv.slice(2);
const folder = given === undefined ? undefined : resolve(process.env.INIT_CWD ?? ".", given);

if (folder === undefined || !existsSync(folder)) {
  console.error(
    `${given === undefined ? "Which folder" : `There is no folder ${given}`}? pnpm replay <folder of recordings>`,
  );
  process.exitCode = 1;
} else {
  loopbackOnly();
  const replay = await replayFolder(folder, [langchain]);
  console.log(toTable(replay));
  if (!isGood(replay)) process.exitCode = 1;
}
