import { createTelemetry, type FeedbackInput, type Telemetry, type TelemetryOptions } from "@isospan/core";
import { type LangfuseServer, type LangfuseServerOptions, langfuseServer } from "@isospan-private/vendors";
import { afterEach, describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { type LangfuseFeedbackOptions, langfuseFeedback } from "./index.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";
const ABOUT = { traceId: TRACE, spanId: SPAN };

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

async function start(
  options: TelemetryOptions = {},
  feedback: LangfuseFeedbackOptions = {},
  stand: LangfuseServerOptions = {},
): Promise<{ readonly server: LangfuseServer; readonly telemetry: Telemetry }> {
  const server = await langfuseServer(stand);
  const { publicKey, secretKey, url: baseUrl } = server;
  const sink = langfuseFeedback({ publicKey, secretKey, baseUrl, retryDelayMs: 1, ...feedback });
  const telemetry = createTelemetry({ content: true, sinks: [sink], ...options });
  open.push(async () => {
    await telemetry.shutdown();
    await server.close();
  });
  return { server, telemetry };
}

/** By name: requests under way at once arrive in either order. */
const byName = (server: LangfuseServer) => server.scores().toSorted((a, b) => a.name.localeCompare(b.name));

const DELIVERED = { status: "recorded", destinations: [{ destination: "langfuse", status: "delivered" }] };

it("an option of the exporter's that would do nothing for feedback is refused, like a misspelt one", () => {
  const make = (options: object) => () => langfuseFeedback({ publicKey: "pk-lf-1", secretKey: "sk-lf-1", ...options });
  for (const field of ["filter", "release", "compression", "maxBatchItems", "envrionment"]) {
    expect(make({ [field]: undefined })).toThrow(expect.objectContaining({ name: "ConfigurationError", field }));
  }
  expect(make({ maxQueueItems: 5, headers: { "x-team": "blue" } })).not.toThrow();
});

describe("feedback in Langfuse", () => {
  it.each<[FeedbackInput, object]>([
    [
      { name: "helpful", value: 0.5 },
      { name: "helpful", value: 0.5, dataType: "NUMERIC" },
    ],
    [
      { name: "helpful", value: 0 },
      { value: 0, dataType: "NUMERIC" },
    ],
    [
      { rating: 4, comment: "Good" },
      { name: "rating", value: 4, dataType: "NUMERIC", comment: "Good" },
    ],
    [{ thumbs: "up" }, { name: "thumbs", value: 1, dataType: "BOOLEAN" }],
    [{ thumbs: "down" }, { name: "thumbs", value: 0, dataType: "BOOLEAN" }],
    [
      { name: "solved", value: true },
      { name: "solved", value: 1, dataType: "BOOLEAN" },
    ],
    [
      { name: "tone", value: "rude" },
      { name: "tone", value: "rude", dataType: "CATEGORICAL" },
    ],
    [{ comment: "Dull" }, { name: "comment", value: "Dull", dataType: "TEXT" }],
    [{ correction: "42" }, { name: "output", value: "42", dataType: "CORRECTION" }],
  ])("of %j is one score of its observation", async (feedback, score) => {
    const { server, telemetry } = await start();
    expect(await telemetry.feedback({ ...ABOUT, ...feedback })).toMatchObject(DELIVERED);
    expect(server.scores()).toHaveLength(1);
    expect(server.scores()).toMatchObject([{ traceId: TRACE, observationId: SPAN, source: "API", ...score }]);
  });

  it("of a whole trace is a score of the trace", async () => {
    const { server, telemetry } = await start();
    await telemetry.feedback({ traceId: TRACE, thumbs: "up" });
    expect(server.scores()).toMatchObject([{ traceId: TRACE, observationId: undefined }]);
  });

  it("with a score and a correction is two scores, with what was asked and answered beside them", async () => {
    const { server, telemetry } = await start();
    await telemetry.withContext({ userId: "u1" }, () =>
      telemetry.feedback({
        ...ABOUT,
        thumbs: "down",
        correction: "42",
        query: "How many?",
        response: "7",
        agent: "helper",
      }),
    );
    const metadata = {
      source: "feedback",
      kind: "thumbs",
      query: "How many?",
      response: "7",
      agent: "helper",
      userId: "u1",
    };
    expect(byName(server)).toMatchObject([
      { name: "output", value: "42", dataType: "CORRECTION", metadata },
      { name: "thumbs", value: 0, metadata },
    ]);
  });

  it("of a comment longer than a text score may be has it whole beside the score", async () => {
    const { server, telemetry } = await start();
    const comment = "x".repeat(501);
    expect(await telemetry.feedback({ ...ABOUT, comment })).toMatchObject(DELIVERED);
    expect(server.scores()).toMatchObject([{ value: `${"x".repeat(499)}…`, comment }]);
  });

  it("that is given again replaces the earlier one, the last one last", async () => {
    const { server, telemetry } = await start();
    server.fail({ status: 503 });
    await Promise.all([
      telemetry.feedback({ ...ABOUT, thumbs: "up" }),
      telemetry.feedback({ ...ABOUT, thumbs: "down" }),
    ]);
    expect(server.scores()).toMatchObject([{ name: "thumbs", value: 0 }]);
    expect(server.requests.map(({ answered }) => answered)).toEqual([503, 200, 200]);
  });

  it("has the environment that the traces have", async () => {
    const { server, telemetry } = await start({}, { environment: "staging" });
    await telemetry.feedback({ ...ABOUT, thumbs: "up" });
    expect(server.scores()).toMatchObject([{ environment: "staging" }]);
  });

  it("belongs to the observation that Langfuse shows of the operation", async () => {
    await using traced = await setUp();
    const { server, telemetry } = traced;
    const { reference } = await telemetry.capture(() =>
      telemetry.run({ name: "invoke_agent", agent: { name: "helper" } }, () => "answer"),
    );
    await traced.flush();
    const { publicKey, secretKey, url: baseUrl } = server;
    const elsewhere = createTelemetry({ sinks: [langfuseFeedback({ publicKey, secretKey, baseUrl })] });
    await elsewhere.feedback({ reference: JSON.parse(JSON.stringify(reference)), rating: 5 });
    const [shown] = server.observations();
    expect(server.scores()).toMatchObject([{ traceId: shown?.traceId, observationId: shown?.id, value: 5 }]);
  });
});

describe("an evaluation in Langfuse", () => {
  it("is a score with its explanation as comment", async () => {
    const { server, telemetry } = await start();
    telemetry.event({
      type: "evaluation",
      ...ABOUT,
      name: "relevance",
      value: 0.9,
      label: "good",
      explanation: "On topic",
    });
    telemetry.event({ type: "evaluation", ...ABOUT, name: "tone", label: "rude" });
    telemetry.event({ type: "evaluation", ...ABOUT, name: "grounded", error: "TimeoutError" });
    telemetry.event({ type: "limit_hit", ...ABOUT, limit: "max_steps" });
    await telemetry.flush();
    expect(byName(server)).toMatchObject([
      { name: "relevance", value: 0.9, comment: "On topic", metadata: { label: "good", source: "evaluation" } },
      { name: "tone", value: "rude", dataType: "CATEGORICAL" },
    ]);
    expect(server.scores()).toHaveLength(2);
  });
});

describe("content", () => {
  it("reaches Langfuse only where it is allowed there", async () => {
    const { server, telemetry } = await start({ content: { otlp: true } });
    const said = { comment: "Dull", correction: "42", query: "How many?" };
    const withheld = { destinations: [{ status: "delivered", withheld: ["comment", "correction", "query"] }] };
    expect(await telemetry.feedback({ ...ABOUT, thumbs: "up", ...said })).toMatchObject(withheld);
    expect(await telemetry.feedback({ ...ABOUT, comment: "Dull" })).toMatchObject({
      destinations: [{ status: "withheld" }],
    });
    expect(server.requests).toHaveLength(1);
    expect(String(server.requests[0]?.body)).not.toMatch(/Dull|42|How many/);
  });
});

describe("what goes wrong", () => {
  it.each([
    [400, /status 400/],
    [401, /status 401.*Check the key/],
  ])("is told to whoever gave the feedback: %s", async (status, message) => {
    const { server, telemetry } = await start();
    server.fail({ status });
    const result = await telemetry.feedback({ ...ABOUT, thumbs: "up" });
    const error = expect.objectContaining({ message: expect.stringMatching(message) });
    expect(result).toMatchObject({ destinations: [{ destination: "langfuse", status: "failed", error }] });
  });

  it.each([408, 429, 500, 503])("for a while is tried again: %s", async (status) => {
    const { server, telemetry } = await start();
    server.fail({ status, times: 2 });
    expect(await telemetry.feedback({ ...ABOUT, thumbs: "up" })).toMatchObject(DELIVERED);
    expect(server.requests).toHaveLength(3);
  });

  it("with the options is said at once", () => {
    expect(() => langfuseFeedback({ publicKey: "pk-lf-1", secretKey: "" })).toThrow("LANGFUSE_SECRET_KEY");
  });
});
