import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("a million calls take less than 20 MB, and each is counted", { timeout: 120_000 }, async () => {
  const child = fileURLToPath(new URL("../../test/ledger-memory-child.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", child]);
  const { bytes, calls, cost } = JSON.parse(stdout);
  expect(calls).toBe(1_000_000);
  expect(cost).toEqual({ currency: "USD", units: 499, nanos: 999_500_000 });
  expect(bytes).toBeLessThan(20_000_000);
});
