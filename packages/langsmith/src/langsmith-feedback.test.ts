import {
  createTelemetry,
  type FeedbackInput,
  type Telemetry,
  type TelemetryOptions,
  type TraceReference,
} from "@isospan/core";
import { type LangSmithServer, type LangSmithServerOptions, langsmithServer } from "@isospan-private/vendors";
import { afterEach, describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { type LangSmithFeedbackOptions, langsmithFeedback } from "./index.ts";

const START = Date.UTC(2026, 0, 1);
const reference = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  startedAtMs: START + 5,
  ancestry: [{ spanId: "00f067aa0ba902b7", startedAtMs: START }],
};

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

async function start(
  options: TelemetryOptions = {},
  feedback: LangSmithFeedbackOptions = {},
  stand: LangSmithServerOptions = {},
): Promise<{ readonly server: LangSmithServer; readonly telemetry: Telemetry }> {
  const server = await langsmithServer({ smithDbOnly: true, ...stand });
  server.projectId("shop");
  const { apiKey, url: endpoint } = server;
  const sink = langsmithFeedback({ apiKey, endpoint, project: "shop", retryDelayMs: 1, ...feedback });
  const telemetry = createTelemetry({ content: true, sinks: [sink], ...options });
  open.push(async () => {
    await telemetry.shutdown();
    await server.close();
  });
  return { server, telemetry };
}

const DELIVERED = { status: "recorded", destinations: [{ destination: "langsmith", status: "delivered" }] };
const failed = (message: RegExp) => ({
  destinations: [{ status: "failed", error: expect.objectContaining({ message: expect.stringMatching(message) }) }],
});
const paths = ({ requests }: LangSmithServer) => requests.map(({ method, path, answered }) => [method, path, answered]);

describe("feedback in LangSmith", () => {
  it.each<[FeedbackInput, object]>([
    [
      { name: "helpful", value: 0.5 },
      { key: "helpful", score: 0.5, value: undefined },
    ],
    [{ name: "helpful", value: 0 }, { score: 0 }],
    [{ name: "helpful", value: 1 / 3 }, { score: 0.3333 }],
    [
      { rating: 4, comment: "Good" },
      { key: "rating", score: 4, comment: "Good" },
    ],
    [{ thumbs: "up" }, { key: "thumbs", score: 1 }],
    [{ thumbs: "down" }, { key: "thumbs", score: 0 }],
    [
      { name: "tone", value: "rude" },
      { key: "tone", score: undefined, value: "rude" },
    ],
    [{ comment: "Dull" }, { key: "comment", score: undefined, comment: "Dull" }],
    [{ correction: "42" }, { key: "correction", correction: { output: "42" } }],
  ])("of %j is one feedback of its run", async (feedback, kept) => {
    const { server, telemetry } = await start();
    expect(await telemetry.feedback({ reference, ...feedback })).toMatchObject(DELIVERED);
    expect(server.feedback()).toHaveLength(1);
    expect(server.feedback()).toMatchObject([
      {
        sessionId: server.projectId("shop"),
        startTime: "2026-01-01T00:00:00.005000Z",
        extendsRetention: false,
        ...kept,
      },
    ]);
    expect(server.warnings).toEqual([]);
  });

  it("belongs to the run that the exporter sends of the operation, and to its trace", async () => {
    const { server, telemetry, provider } = await setUp({ exporter: { project: "shop" } });
    const inner = await telemetry.run({ name: "invoke_agent", agent: { name: "helper" } }, () =>
      telemetry.run({ name: "execute_tool", tool: { name: "search" } }, () => telemetry.reference()),
    );
    await provider.forceFlush();
    const { apiKey, url: endpoint } = server;
    const elsewhere = createTelemetry({ sinks: [langsmithFeedback({ apiKey, endpoint, project: "shop" })] });
    const result = await elsewhere.feedback({ reference: JSON.parse(JSON.stringify(inner)), rating: 5 });
    expect(result).toMatchObject(DELIVERED);
    const run = server.runs().find(({ runType }) => runType === "tool");
    expect(run?.feedback).toMatchObject([{ score: 5, traceId: run?.traceId, runId: run?.id }]);
    expect(run?.traceId).not.toBe(run?.id);
  });

  it("by ids alone belongs to the same run, where it ended in this process", async () => {
    const { server, telemetry } = await start();
    const { records } = await telemetry.capture(() =>
      telemetry.run({ name: "invoke_agent", agent: { name: "support" } }, () =>
        telemetry.run({ name: "execute_tool", tool: { name: "search" } }, async () => {}),
      ),
    );
    const [tool, agent] = records;
    const { traceId = "", spanId } = tool ?? {};
    for (const name of ["tool", "trace"]) {
      const ids = name === "tool" ? { traceId, spanId } : { traceId };
      expect(await telemetry.feedback({ ...ids, name, value: 1 })).toMatchObject(DELIVERED);
    }
    for (const [name, record] of [["tool", tool] as const, ["trace", agent] as const]) {
      expect(
        await telemetry.feedback({ reference: record as TraceReference, name: `${name} again`, value: 1 }),
      ).toMatchObject(DELIVERED);
    }
    const runs = Object.fromEntries(server.feedback().map(({ key, runId, traceId }) => [key, { runId, traceId }]));
    expect(runs.tool).toEqual(runs["tool again"]);
    expect(runs.trace).toEqual(runs["trace again"]);
    expect(runs.trace?.runId).not.toBe(runs.tool?.runId);
  });

  it("that is given again changes the earlier one, in this process and in another", async () => {
    const { server, telemetry } = await start();
    await telemetry.feedback({ reference, thumbs: "up" });
    expect(await telemetry.feedback({ reference, thumbs: "down", comment: "no" })).toMatchObject(DELIVERED);
    expect(server.feedback()).toMatchObject([{ score: 0, comment: "no" }]);
    expect(server.requests.at(-1)).toMatchObject({ method: "PATCH", answered: 200 });
  });

  it("looks its project up once, and not at all where its id is said", async () => {
    const { server, telemetry } = await start();
    await Promise.all([telemetry.feedback({ reference, thumbs: "up" }), telemetry.feedback({ reference, rating: 1 })]);
    expect(paths(server).filter(([, path]) => path === "/sessions")).toHaveLength(1);
    const projectId = "0190d8a0-0000-7000-8000-000000000001";
    const said = await start({}, { projectId });
    await said.telemetry.feedback({ reference, thumbs: "up" });
    expect(paths(said.server)).toEqual([["POST", "/feedback", 200]]);
    expect(said.server.feedback()).toMatchObject([{ sessionId: projectId }]);
  });

  it("says beside it what was asked and answered, and by whom it was given", async () => {
    const { server, telemetry } = await start({}, { extendRetention: true });
    await telemetry.withContext({ userId: "u1" }, () =>
      telemetry.feedback({ reference, thumbs: "down", query: "How many?", response: "7" }),
    );
    const metadata = { source: "feedback", kind: "thumbs", query: "How many?", response: "7", user_id: "u1" };
    expect(server.feedback()).toMatchObject([{ source: { type: "api", metadata }, extendsRetention: true }]);
  });
});

it("an evaluation is feedback of a model, with its label and explanation", async () => {
  const { server, telemetry } = await start();
  telemetry.event({
    type: "evaluation",
    reference,
    name: "grounded",
    value: false,
    label: "no",
    explanation: "Made up",
  });
  telemetry.event({ type: "evaluation", reference, name: "tone", error: "TimeoutError" });
  await telemetry.flush();
  expect(server.feedback()).toMatchObject([
    { key: "grounded", score: 0, value: "no", comment: "Made up", source: { type: "model" } },
  ]);
});

it("what people wrote reaches LangSmith only where it is allowed there", async () => {
  const { server, telemetry } = await start({ content: { otlp: true } });
  await telemetry.feedback({ reference, thumbs: "up", comment: "Dull", correction: "Forty", query: "How many?" });
  const nothing = { destinations: [{ status: "withheld" }] };
  expect(await telemetry.feedback({ reference, comment: "Dull" })).toMatchObject(nothing);
  expect(server.feedback()).toMatchObject([{ score: 1 }]);
  expect(server.requests.map(({ body }) => String(body)).join()).not.toMatch(/Dull|Forty|How many/);
});

describe("what goes wrong is told to whoever gave the feedback:", () => {
  it.each([
    [401, /status 401.*Check the key/],
    [422, /status 422/],
  ])("a refusal with %s", async (status, message) => {
    const { server, telemetry } = await start();
    server.fail({ status, path: "/feedback" });
    expect(await telemetry.feedback({ reference, thumbs: "up" })).toMatchObject(failed(message));
  });

  it("a change that is refused", async () => {
    const { server, telemetry } = await start();
    await telemetry.feedback({ reference, thumbs: "up" });
    server.fail({ status: 400, path: "/feedback/" });
    expect(await telemetry.feedback({ reference, thumbs: "down" })).toMatchObject(failed(/feedback\/.*status 400/));
  });

  it("a project that is not there, and the next feedback asks again", async () => {
    const { server, telemetry } = await start({}, { project: "later" });
    expect(await telemetry.feedback({ reference, thumbs: "up" })).toMatchObject(
      failed(/project "later".*there is none/),
    );
    server.projectId("later");
    expect(await telemetry.feedback({ reference, thumbs: "up" })).toMatchObject(DELIVERED);
  });

  it("ids of what did not end in this process", async () => {
    const { server, telemetry } = await start();
    const { traceId, spanId } = reference;
    expect(await telemetry.feedback({ traceId, spanId, thumbs: "up" })).toMatchObject(failed(/telemetry.reference/));
    expect(server.requests).toEqual([]);
  });
});

describe("what goes wrong for a while is tried again:", () => {
  it.each([429, 500, 503])("%s", async (status) => {
    const { server, telemetry } = await start();
    server.fail({ status, path: "/sessions" });
    server.fail({ status, path: "/feedback", times: 2 });
    expect(await telemetry.feedback({ reference, thumbs: "up" })).toMatchObject(DELIVERED);
  });

  it("an answer that was lost, without a second feedback", async () => {
    const { server, telemetry } = await start();
    server.fail({ cut: true, stores: true, path: "/feedback" });
    expect(await telemetry.feedback({ reference, thumbs: "up" })).toMatchObject(DELIVERED);
    expect(server.feedback()).toMatchObject([{ score: 1 }]);
  });
});

describe("a wrong option is named at once:", () => {
  it.each<[string, unknown, RegExp]>([
    ["projectId", "shop", /page/],
    ["endpoint", "?", /LANGSMITH_ENDPOINT/],
    ["extendRetention", "yes", /true or false/],
    ["retryDelayMs", 0, /above 0/],
    ["extendRetension", true, /no such option.* projectId, extendRetention/],
    // It would do nothing: what people wrote is content.
    ["hideInputs", true, /no such option/],
  ])("%s %j", (field, value, message) => {
    const make = (): object => langsmithFeedback({ apiKey: "k", endpoint: "http://127.0.0.1:1", [field]: value });
    expect(make).toThrow(expect.objectContaining({ name: "ConfigurationError", field }));
    expect(make).toThrow(message);
  });
});
