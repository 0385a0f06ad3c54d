import { zstdCompressSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { type LangSmithServer, type LangSmithServerOptions, langsmithServer } from "./langsmith-server.ts";
import { childRun, rootRun, runId, START_MS, segment, sendParts, sendRuns } from "./send-runs.ts";

const opened: LangSmithServer[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

const V4 = "5c4feb6a-d3f9-4953-96c3-f2f8959c94de";

describe("LangSmith refuses a batch for a run", () => {
  it.each([
    ["without name", rootRun({ name: undefined }), 422],
    ["of an unknown type", rootRun({ run_type: "agent" }), 422],
    ["without start", rootRun({ start_time: undefined }), 422],
    ["without place", rootRun({ dotted_order: undefined }), 422],
    ["whose id is no UUID", rootRun({ id: "a".repeat(16) }), 422],
    ["whose start has no zone", rootRun({ start_time: "2023-11-14T22:13:20" }), 422],
    ["whose start is in fractions", rootRun({ start_time: START_MS / 1_000 + 0.5 }), 422],
    ["whose inputs are a text", rootRun({ inputs: "hi" }), 422],
    ["whose error is an object", rootRun({ error: {} }), 422],
    ["that is its own trace under another id", rootRun({ trace_id: runId(9) }), 400],
    ["at the end of which another stands", rootRun({ dotted_order: segment(runId(9)), trace_id: runId(9) }), 400],
    ["that is a root two steps deep", childRun({ parent_run_id: undefined }), 400],
    ["that is a child one step deep", rootRun({ parent_run_id: runId(9) }), 400],
    ["below another than its parent", childRun({ parent_run_id: runId(9) }), 400],
    [
      "that begins before its parent",
      childRun({ dotted_order: `${segment(runId(1), 7)}.${segment(runId(2, 5), 5)}` }),
      400,
    ],
    ["with milliseconds in its place", rootRun({ dotted_order: `20231114T221320000Z${runId(1)}` }), 400],
  ])("%s", async (_what, run, status) => {
    const server = await open();
    const response = await sendRuns(server, [childRun({}, 3), run]);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/^(Unprocessable entity|Bad request)/) });
    expect(server.runs()).toEqual([]);
  });
});

describe("LangSmith refuses a body", () => {
  const content = JSON.stringify(rootRun());
  const name = `post.${runId(1)}`;
  it.each([
    ["with a part that has no length", [{ name, content, headers: ["Content-Type: application/json"] }]],
    ["with a part of another length", [{ name, content, headers: ["Content-Type: application/json; length=3"] }]],
    ["with a part that has no type", [{ name, content, headers: [`Content-Length: ${content.length}`] }]],
    [
      "with a part that is packed",
      [
        {
          name,
          content,
          headers: [`Content-Type: application/json; length=${content.length}`, "Content-Encoding: gzip"],
        },
      ],
    ],
    ["with a part of no known event", [{ name: `put.${runId(1)}`, content }]],
    [
      "with a field of no known name",
      [
        { name, content },
        { name: `${name}.tags`, content: "[]" },
      ],
    ],
    [
      "with a field before its run",
      [
        { name: `${name}.inputs`, content: "{}" },
        { name, content },
      ],
    ],
    ["with a run under another's name", [{ name: `post.${runId(9)}`, content }]],
    ["with a part that is no JSON", [{ name, content: "{" }]],
    ["that ends too soon", [{ name, content: `${content}\r\n--sep--\r\n` }]],
  ])("%s", async (_what, parts) => {
    const server = await open();
    expect((await sendParts(server, parts)).status).toBe(422);
    expect(server.runs()).toEqual([]);
  });

  it("that is no multipart, or larger than it says", async () => {
    const server = await open();
    expect((await sendRuns(server, [rootRun()], { headers: { "Content-Type": "application/json" } })).status).toBe(422);
    const large = rootRun({ name: "n".repeat(21_000_000) });
    expect((await sendRuns(server, [large])).status).toBe(413);
  });

  it.each([
    [{ "x-api-key": "" }, 401],
    [{ "x-api-key": "other" }, 403],
    [{ "x-tenant-id": V4 }, 403],
  ])("with the headers %j: %s", async (headers, status) => {
    const server = await open({ workspaceId: runId(1) });
    expect((await sendRuns(server, [rootRun()], { headers: { "x-tenant-id": runId(1), ...headers } })).status).toBe(
      status,
    );
    expect((await sendRuns(server, [rootRun()], { headers: { "x-tenant-id": runId(1) } })).status).toBe(202);
  });
});

describe("a run", () => {
  it("is created once and updated once", async () => {
    const server = await open();
    const update = {
      id: runId(1),
      trace_id: runId(1),
      dotted_order: segment(runId(1)),
      end_time: START_MS + 9,
      outputs: { a: 1 },
    };
    expect((await sendRuns(server, [rootRun({ end_time: undefined })])).status).toBe(202);
    expect(server.run("root").status).toBe("pending");
    expect((await sendRuns(server, [update], { event: "patch" })).status).toBe(202);
    expect(server.run("root")).toMatchObject({ status: "success", endMs: START_MS + 9, outputs: { a: 1 } });
    const again = await sendRuns(server, [update], { event: "patch" });
    expect(again.status).toBe(409);
    expect(await again.json()).toEqual({ error: "Conflict: payload already received: payloads already received" });
  });

  it("that is known refuses the new ones beside it", async () => {
    const server = await open();
    await sendRuns(server, [rootRun()]);
    expect((await sendRuns(server, [rootRun(), childRun()])).status).toBe(409);
    expect(server.runs()).toHaveLength(1);
  });

  it("that comes twice at once is refused as well", async () => {
    const server = await open();
    expect((await post(server, "/runs/batch", { post: [rootRun(), rootRun()] })).status).toBe(409);
    expect((await post(server, "/runs/batch", { post: [rootRun()] })).status).toBe(202);
  });

  it("loses what its metadata said to an update that says it anew", async () => {
    const server = await open();
    await sendRuns(server, [rootRun({ extra: { metadata: { thread_id: "t" } } })]);
    expect(server.run("root").threadId).toBe("t");
    await sendRuns(server, [rootRun({ extra: { metadata: {} } })], { event: "patch" });
    expect(server.run("root").threadId).toBeUndefined();
  });

  it("has to have an id of its own start, or its page does not open", async () => {
    const server = await open();
    await sendRuns(server, [rootRun({ start_time: START_MS + 1 })]);
    expect(server.run("root").openable).toBe(false);
    const read = await fetch(`${server.url}/runs/${runId(1)}`, { headers: { "x-api-key": server.apiKey } });
    expect(read.status).toBe(404);
    expect(server.warnings).toEqual([expect.stringContaining("its page will not open")]);
  });

  it("with an id of version 4 is warned of, or refused", async () => {
    const run = rootRun({ id: V4, trace_id: V4, dotted_order: segment(V4) });
    const server = await open();
    expect((await sendRuns(server, [run])).status).toBe(202);
    expect(server.warnings).toEqual([expect.stringContaining("UUID v7")]);
    const strict = await open({ requireUuidV7: true });
    expect((await sendRuns(strict, [run])).status).toBe(400);
  });

  it("may come before its parent, and is lost to all pages without one", async () => {
    const server = await open();
    await sendRuns(server, [childRun()]);
    expect(server.orphans()).toMatchObject([{ name: "child" }]);
    await sendRuns(server, [rootRun()]);
    expect(server.orphans()).toEqual([]);
    expect(server.trees()).toMatchObject([{ name: "root", children: [{ name: "child" }] }]);
  });

  it("that is sent alone has its place found for it", async () => {
    const server = await open();
    const { trace_id: _, dotted_order: __, ...root } = rootRun({ end_time: undefined });
    const { trace_id: ___, dotted_order: ____, ...child } = childRun();
    expect((await post(server, "/runs", root)).status).toBe(202);
    expect((await post(server, "/runs", child)).status).toBe(202);
    const patched = await post(server, `/runs/${root.id}`, { end_time: START_MS + 9 }, "PATCH");
    expect(patched.status).toBe(202);
    expect(server.trees()).toMatchObject([{ status: "success", children: [{ dottedOrder: childRun().dotted_order }] }]);
  });

  it("comes packed with zstd as well", async () => {
    const server = await open();
    const body = zstdCompressSync(Buffer.from(JSON.stringify({ post: [rootRun()] })));
    const headers = { "x-api-key": server.apiKey, "Content-Encoding": "zstd" };
    const response = await fetch(`${server.url}/api/v1/runs/batch`, { method: "POST", headers, body });
    expect(response.status).toBe(202);
    expect(server.run("root").project).toBe("default");
  });
});

describe("usage", () => {
  const models = [{ match: /^m$/, input: 2, output: 10, inputDetails: { cache_read: 1 } }];
  const llm = (usage_metadata: object, metadata: object = { ls_model_name: "m" }, number = 2) =>
    childRun({ extra: { metadata: { usage_metadata, ...metadata } }, name: `child ${number}` }, number);

  it("is priced by details first, then by what is left of an inclusive total", async () => {
    const server = await open({ models });
    const usage = { input_tokens: 100, output_tokens: 3, input_token_details: { cache_read: 60 } };
    await sendRuns(server, [rootRun(), llm(usage), llm(usage, {}, 3)]);
    expect(server.run("child 2").own).toMatchObject({
      promptCost: 140,
      completionCost: 30,
      totalCost: 170,
      totalTokens: 103,
    });
    expect(server.run("child 3").own.totalCost).toBeUndefined();
  });

  it("whose details overlap is charged twice", async () => {
    const server = await open({ models });
    await sendRuns(server, [llm({ input_tokens: 100, input_token_details: { cache_read: 60, text: 100 } })]);
    expect(server.run("child 2").own.promptCost).toBe(260);
  });

  it("adds up to the root, so that an agent that repeats it counts twice", async () => {
    const server = await open();
    const usage = { input_tokens: 1, output_tokens: 2, total_tokens: 3, total_cost: 0.5 };
    const root = rootRun({ extra: { metadata: { usage_metadata: usage } } });
    await sendRuns(server, [root, llm(usage), llm(usage, {}, 3)]);
    expect(server.run("root")).toMatchObject({ own: { totalTokens: 3 }, total: { totalTokens: 9, totalCost: 1.5 } });
  });
});

describe("feedback", () => {
  const feedback = { id: runId(7), run_id: runId(1), session_id: V4, key: "helpful", score: 1 };

  it.each([
    [{}, 200],
    [{ score: true }, 200],
    [{ score: undefined, value: "good" }, 200],
    [{ key: "" }, 422],
    [{ run_id: "b".repeat(16) }, 422],
    [{ score: "1" }, 422],
    [{ run_id: undefined, session_id: undefined }, 422],
  ])("with %j is answered with %s", async (change, status) => {
    const server = await open();
    expect((await post(server, "/feedback", { ...feedback, ...change })).status).toBe(status);
    expect(server.feedback()).toHaveLength(status === 200 ? 1 : 0);
  });

  it("is taken once for each id", async () => {
    const server = await open();
    await post(server, "/feedback", feedback);
    expect((await post(server, "/feedback", feedback)).status).toBe(409);
  });

  it("without its project is warned of, or refused where there is the new database alone", async () => {
    const { session_id: _, ...rest } = feedback;
    const server = await open();
    expect((await post(server, "/feedback", rest)).status).toBe(200);
    expect(server.warnings).toHaveLength(1);
    const strict = await open({ smithDbOnly: true });
    expect((await post(strict, "/feedback", rest)).status).toBe(422);
  });

  it("comes with the runs, too", async () => {
    const server = await open();
    const content = JSON.stringify({ ...feedback, trace_id: runId(1) });
    expect((await sendParts(server, [{ name: `feedback.${runId(1)}`, content }])).status).toBe(202);
    const wrong = await sendParts(server, [
      { name: `post.${runId(1)}`, content: JSON.stringify(rootRun()) },
      { name: `feedback.${runId(1)}`, content: "{}" },
    ]);
    expect(wrong.status).toBe(422);
    expect((await sendRuns(server, [rootRun()])).status).toBe(202);
    expect(server.run("root").feedback).toMatchObject([{ key: "helpful", extendsRetention: true }]);
  });
});

async function open(options?: LangSmithServerOptions): Promise<LangSmithServer> {
  const server = await langsmithServer(options);
  opened.push(server);
  return server;
}

function post(server: LangSmithServer, path: string, body: object, method = "POST"): Promise<Response> {
  const headers = { "x-api-key": server.apiKey, "Content-Type": "application/json" };
  return fetch(`${server.url}${path}`, { method, headers, body: JSON.stringify(body) });
}
