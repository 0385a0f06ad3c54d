import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** What a Node process of its own prints on its last line. */
export async function runChild(args) {
  const { stdout } = await execute(process.execPath, args, {
    cwd: new URL("..", import.meta.url),
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout.trim().split("\n").at(-1) ?? "";
}
