import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

interface Measured {
  readonly bytesPerRun: number;
  readonly bytesPerStream: number;
  readonly ended: number;
  readonly abandoned: number;
}

/** What must not be there: a record has some thousand bytes, an entry in a map has a hundred. */
const MOST_BYTES = 50;

const TIME_LIMIT_MS = 120_000;

async function measure(): Promise<Measured> {
  const child = fileURLToPath(new URL("./memory-child.ts", import.meta.url));
  const flags = ["--expose-gc", "--conditions=@isospan/source"];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, child]);
  return JSON.parse(stdout);
}

describe("a process that goes on and on", { timeout: TIME_LIMIT_MS }, () => {
  const measured = measure();

  it("keeps nothing of 20,000 runs", async () => {
    expect((await measured).bytesPerRun).toBeLessThan(MOST_BYTES);
  });

  it("keeps nothing of streams that were broken off, 3,000 at once, after they are swept", async () => {
    expect((await measured).bytesPerStream).toBeLessThan(MOST_BYTES);
  });

  it("has recorded them all meanwhile", async () => {
    // Each run has a workflow, a tool and a model's call; 5,000 runs and 6,000 streams warm up.
    expect(await measured).toMatchObject({ ended: 25_000 * 3 + 18_000, abandoned: 18_000 });
  });
});
