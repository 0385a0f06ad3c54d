import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it, vi } from "vitest";
import { type LoopbackServer, loopbackServer } from "../../test/loopback-server.ts";

// Each starts a process, and waits for what that says, however slow the machine.
vi.setConfig({ testTimeout: 60_000 });

const door = new URL("./index.ts", import.meta.url).href;

/** Runs a program that has a `sender`, and resolves when its process has ended by itself. */
async function program(server: LoopbackServer, lines: string, options = "{}"): Promise<string> {
  const code = `
    import { createSender } from ${JSON.stringify(door)};
    const encode = (items) => ({ body: JSON.stringify(items), contentType: "application/json" });
    const sender = createSender({ destination: "d", url: "${server.url}", encode, sizeOf: () => 1, ...${options} });
    ${lines}`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code]);
  return stdout;
}

it("what waits for a retry does not hold the process", async () => {
  await using server = await loopbackServer(() => 503);
  await program(
    server,
    "sender.send([1]);",
    "{ retryDelayMs: 600_000, maxRetryDelayMs: 600_000, deadlineMs: 6_000_000 }",
  );
  expect(server.requests).toHaveLength(1);
});

it("somebody who awaits a flush does, until all is settled", async () => {
  await using server = await loopbackServer((_, __, place) => (place < 3 ? 503 : 200));
  const lines = "sender.send([1]).then((result) => console.log(JSON.stringify(result))); await sender.flush();";
  expect(await program(server, lines, "{ retryDelayMs: 10 }")).toBe('{"sent":1,"dropped":{}}\n');
});

it("a shutdown of a sender whose destination hangs ends at its deadline", async () => {
  await using server = await loopbackServer(() => undefined);
  const lines = "sender.send([1]).then((result) => console.log(result.dropped)); await sender.shutdown(50);";
  expect(await program(server, lines, "{ requestTimeoutMs: 600_000, deadlineMs: 600_000 }")).toBe("{ shutdown: 1 }\n");
});
