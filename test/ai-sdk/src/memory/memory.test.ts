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

/** Less than one entry in a map: a run's four records have some thousand bytes each. */
const MOST_BYTES = 50;

const TIME_LIMIT_MS = 600_000;

async function measure(version: string): Promise<Measured> {
  const child = fileURLToPath(new URL("./memory-child.ts", import.meta.url));
  const flags = ["--expose-gc", "--conditions=@isospan/source"];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, child, version]);
  return JSON.parse(stdout);
}

// Version 6 is told of calls as 5 is.
describe.each(["7", "5"])("a process that goes on and on with AI SDK %s", { timeout: TIME_LIMIT_MS }, (version) => {
  const measured = measure(version);

  it("keeps nothing of 30,000 runs", async () => {
    expect((await measured).bytesPerRun).toBeLessThan(MOST_BYTES);
  });

  it("keeps nothing of streams that were broken off, 3,000 at once, after they are swept", async () => {
    expect((await measured).bytesPerStream).toBeLessThan(MOST_BYTES);
  });

  it("has recorded them all meanwhile", async () => {
    // A run is an agent, two calls of its model and one of its tool; a stream an agent and a call. Some warm up.
    const streams = 11 * 3_000;
    expect(await measured).toMatchObject({ ended: 60_000 * 4 + streams * 2, abandoned: streams * 2 });
  });
});
