import { describe, expect, it, onTestFinished } from "vitest";
import { chatRoute } from "./chat-route.ts";
import { settle, toEnding } from "./ending.ts";
import { leaveEarly, serveRoute } from "./route-server.ts";
import { VERSIONS } from "./sdk.ts";
import { setUp } from "./set-up.ts";

const GRACE_MS = 30_000;
const IDLE_MS = 600_000;

describe.each(VERSIONS)("a client that leaves a route handler of AI SDK $name", (version) => {
  const leave = async (signalled: boolean) => {
    const all = setUp({ register: version.name === "7", graceMs: GRACE_MS, idleTimeoutMs: IDLE_MS });
    const { promise: left, resolve } = Promise.withResolvers<void>();
    const server = await serveRoute(chatRoute({ version, telemetry: all.telemetry, signalled, left }));
    onTestFinished(() => server.close());
    await leaveEarly(server.url);
    await server.gone;
    resolve();
    await settle();
    return all;
  };

  it("aborts the model's call at once, where the handler hands on the request's signal", async () => {
    const { records } = await leave(true);
    expect(
      records()
        .map((record) => record.name)
        .toSorted(),
    ).toEqual(["chat", "invoke_agent"]);
    expect(records().map(toEnding)).toContain("chat aborted AbortError");
  });

  it("leaves nothing open for longer than the idle time, where it does not", async () => {
    const { records, pass } = await leave(false);
    // What is above ends a sweep later than what is below.
    for (let i = 0; i < 2; i++) pass(IDLE_MS + 1);
    // Versions 5 and 6 read their model to the end all the same.
    const chat = version.name === "7" ? "chat abandoned" : "chat ok";
    expect(records().map(toEnding)).toEqual([chat, "invoke_agent abandoned"]);
  });
});
