import { expect, it, vi } from "vitest";
import { setUp } from "../test/set-up.ts";

const loaded = vi.hoisted(() => ({ versions: [] as unknown[] }));
vi.mock("langsmith/client", async () => {
  const { __version__ } = await import("langsmith-0.10");
  loaded.versions.push(__version__);
  return import("langsmith-0.10/client");
});

it("the oldest client that is supported writes the same runs", async () => {
  const { telemetry, provider, server, results } = await setUp({ telemetry: { content: true } });
  const agent = telemetry.recorder.start({ name: "invoke_agent", agent: { name: "a" } });
  agent.run(() => telemetry.recorder.start({ name: "execute_tool", tool: { name: "t", arguments: { q: 1 } } }).end());
  agent.end();
  await provider.forceFlush();
  expect(loaded.versions).toEqual(["0.10.5"]);
  expect(results).toEqual([{ code: 0 }]);
  expect(server.trees().map(({ name, children }) => [name, children.map((each) => each.inputs)])).toEqual([
    ["a", [{ q: 1 }]],
  ]);
});
