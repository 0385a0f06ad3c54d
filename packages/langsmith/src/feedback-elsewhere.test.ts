import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createTelemetry, memoryCollector } from "@isospan/core";
import { langsmithServer } from "@isospan-private/vendors";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { langsmithFeedback } from "./index.ts";
import { toPlace } from "./place.ts";

const CHILD = fileURLToPath(new URL("../test/feedback-child.ts", import.meta.url));

it("feedback from another process is at the run that this one sent", async () => {
  const { server, telemetry, provider } = await setUp({ exporter: { project: "shop" } });
  const { reference } = await telemetry.capture(() =>
    telemetry.run({ name: "invoke_agent", agent: { name: "helper" } }, () =>
      telemetry.run({ name: "execute_tool", tool: { name: "search" } }, () => "found"),
    ),
  );
  await provider.forceFlush();
  const response = JSON.stringify({ text: "found", reference });
  const flags = ["--conditions=@isospan/source", CHILD, server.url, server.apiKey, response];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  expect(JSON.parse(stdout)).toMatchObject({ destinations: [{ destination: "langsmith", status: "delivered" }] });
  expect(server.run("helper").feedback).toMatchObject([{ key: "thumbs", score: 0 }]);
  expect(server.run("search").feedback).toEqual([]);
}, 30_000);

it("feedback for a trace that was not sampled arrives all the same, under the id that its run would have", async () => {
  await using server = Object.assign(await langsmithServer(), {
    [Symbol.asyncDispose](): Promise<void> {
      return server.close();
    },
  });
  server.projectId("default");
  const sampler = { shouldSample: () => ({ decision: 0 }), toString: () => "never" };
  const memory = memoryCollector();
  const sink = langsmithFeedback({ endpoint: server.url, apiKey: server.apiKey, project: "default" });
  const tracerProvider = new TracerProvider({ sampler });
  const telemetry = createTelemetry({ tracerProvider, collector: memory, sinks: [sink] });
  const { reference } = await telemetry.capture(() => telemetry.run({ name: "invoke_agent" }, () => "answer"));
  await telemetry.feedback({ reference, rating: 1 });
  const [record] = memory.records();
  expect(server.runs()).toEqual([]);
  expect(server.feedback()).toMatchObject([{ runId: record && toPlace(record).id, score: 1 }]);
});
