import * as current from "langsmith";
import * as oldest from "langsmith-0.10";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type LangSmithServer, langsmithServer } from "./langsmith-server.ts";
import { childRun, rootRun, runId, START_MS } from "./send-runs.ts";

let server: LangSmithServer;

beforeEach(async () => {
  server = await langsmithServer();
});

afterEach(async () => {
  await server.close();
  vi.restoreAllMocks();
});

describe.each([
  ["newest", current],
  ["oldest", oldest],
] as const)("the %s client of LangSmith", (_age, sdk) => {
  function client(): current.Client {
    const { url: apiUrl, apiKey } = server;
    const made = new sdk.Client({ apiUrl, apiKey, omitTracedRuntimeInfo: true, callerOptions: { maxRetries: 0 } });
    return made as current.Client;
  }

  it.each([true, false])("sends whole runs by multipart, packed: %s", async (useGzip) => {
    const usage_metadata = {
      input_tokens: 100,
      output_tokens: 20,
      total_tokens: 120,
      input_token_details: { cache_read: 60 },
      total_cost: 0.5,
    };
    const child = childRun({
      inputs: { messages: [{ role: "user", content: "hä" }] },
      outputs: { messages: [] },
      events: [{ name: "new_token", time: new Date(START_MS + 20).toISOString() }],
      extra: {
        metadata: { usage_metadata, thread_id: "t-1", ls_provider: "openai" },
        invocation_params: { temperature: 0 },
      },
      tags: ["prod"],
      session_name: "shop",
    });
    const root = rootRun({
      session_name: "shop",
      error: "boom",
      attachments: { file: ["text/plain", Buffer.from("abc")] },
    });
    await client().multipartIngestRuns({ runCreates: [child, root] as never[] }, { useGzip });

    expect(server.requests).toMatchObject([{ path: "/runs/multipart", answered: 202 }]);
    expect(server.requests[0]?.headers["content-encoding"]).toBe(useGzip ? "gzip" : undefined);
    expect(server.run("child")).toMatchObject({
      id: runId(2, 5),
      parentRunId: runId(1),
      runType: "llm",
      project: "shop",
      status: "success",
      startMs: START_MS + 5,
      endMs: START_MS + 100,
      inputs: { messages: [{ role: "user", content: "hä" }] },
      invocationParams: { temperature: 0 },
      threadId: "t-1",
      firstTokenMs: START_MS + 20,
      tags: ["prod"],
      own: { promptTokens: 100, promptTokenDetails: { cache_read: 60 }, totalTokens: 120, totalCost: 0.5 },
      openable: true,
    });
    expect(server.trees()).toMatchObject([
      {
        name: "root",
        status: "error",
        error: "boom",
        children: [{ name: "child" }],
        total: { totalTokens: 120, totalCost: 0.5 },
      },
    ]);
    expect(server.run("root").attachments).toMatchObject([{ name: "file", content: Buffer.from("abc") }]);
    expect(server.warnings).toEqual([]);
  });

  it("traces with run trees in the background, creating now and updating later", async () => {
    const ls = client();
    const RunTree = sdk.RunTree as typeof current.RunTree;
    const root = new RunTree({
      name: "agent",
      run_type: "chain",
      client: ls,
      project_name: "shop",
      tracingEnabled: true,
    });
    await root.postRun();
    const child = root.createChild({ name: "model", run_type: "llm", inputs: { q: 1 } });
    await child.postRun();
    await ls.flush();
    await child.end({ a: 2 });
    await child.patchRun();
    await root.end();
    await root.patchRun();
    await ls.flush();
    await ls.awaitPendingTraceBatches();
    expect(server.requests.map(({ path, answered }) => `${path} ${answered}`)).toEqual(
      expect.arrayContaining(["/info 200", "/runs/multipart 202"]),
    );
    expect(server.trees()).toMatchObject([
      {
        name: "agent",
        project: "shop",
        status: "success",
        children: [{ name: "model", outputs: { a: 2 }, openable: true }],
      },
    ]);
  });

  it("is not told apart from a stranger when it sends a run twice", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const ls = client();
    await ls.multipartIngestRuns({ runCreates: [rootRun()] as never[] });
    await ls.multipartIngestRuns({ runCreates: [rootRun()] as never[] });
    expect(server.requests.map(({ answered }) => answered)).toEqual([202, 409]);
    expect(String(warn.mock.calls)).toContain("payload already received");
    expect(server.runs()).toHaveLength(1);
  });

  it("falls back to a batch in JSON", async () => {
    await client().batchIngestRuns({ runCreates: [rootRun()] as never[] });
    expect(server.requests).toMatchObject([{ path: "/runs/batch", answered: 202 }]);
    await expect(client().batchIngestRuns({ runCreates: [rootRun({ name: undefined })] as never[] })).rejects.toThrow(
      "422",
    );
  });

  it("gives feedback, changes it, and looks the project up for it", async () => {
    const ls = client();
    await ls.multipartIngestRuns({ runCreates: [rootRun({ session_name: "shop" })] as never[] });
    const { id: sessionId } = await ls.readProject({ projectName: "shop" });
    expect(sessionId).toBe(server.projectId("shop"));
    const given = await ls.createFeedback({
      runId: runId(1),
      key: "helpful",
      score: 0.5,
      sessionId,
      extendTraceRetention: false,
    } as never);
    await ls.updateFeedback(given.id, { comment: "fine" });
    expect(server.run("root").feedback).toMatchObject([
      { id: given.id, key: "helpful", score: 0.5, comment: "fine", sessionId, extendsRetention: false },
    ]);
    await expect(ls.readProject({ projectName: "other" })).rejects.toThrow("not found");
    expect(server.warnings).toEqual([]);
  });
});
