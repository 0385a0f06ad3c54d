// pnpm replay <folder>
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { FRAMEWORKS } from "./frameworks/index.ts";
import { loopbackOnly } from "./loopback-only.ts";
import { isGood, replayFolder } from "./replay-folder.ts";
import { toTable } from "./to-table.ts";

const [given = ""] = process.argv.slice(2);
// pnpm runs scripts in the root folder; the recordings were named from where pnpm was called.
const folder = resolve(process.env.INIT_CWD ?? ".", given);

if (given === "" || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  console.error(`There is no folder ${given === "" ? "given" : folder}. Use: pnpm replay <folder of recordings>`);
  process.exitCode = 1;
} else {
  loopbackOnly();
  const replay = await replayFolder(folder, FRAMEWORKS);
  console.log(toTable(replay));
  if (!isGood(replay)) process.exitCode = 1;
}
