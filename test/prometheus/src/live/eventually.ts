import { setTimeout as delay } from "node:timers/promises";

const TRY_AGAIN_MS = 200;
const LONGEST_MS = 90_000;

/** Waits for what another process does: asks again and again, and gives up after far more than it ever takes. */
export async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  let problem: unknown;
  for (const end = Date.now() + LONGEST_MS; Date.now() < end; await delay(TRY_AGAIN_MS)) {
    try {
      if (await holds()) return;
      problem = undefined;
    } catch (error) {
      problem = error;
    }
  }
  throw new Error(`Not within ${LONGEST_MS} ms: ${what}`, { cause: problem });
}
