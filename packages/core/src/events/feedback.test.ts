import { afterEach, describe, expect, it, vi } from "vitest";
import { setUp, T0 } from "../../test/set-up.ts";
import type { FeedbackInput, Sink, SinkAnswer, TelemetryEvent, TelemetryOptions } from "../index.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";
const ABOUT = { traceId: TRACE, spanId: SPAN };

interface Listening {
  readonly events: TelemetryEvent[];
  readonly sink: Sink;
}

/** A sink that notes what it is told, and answers. */
function listening(destination?: string, answer?: () => Promise<SinkAnswer>): Listening {
  const events: TelemetryEvent[] = [];
  const event = (told: TelemetryEvent): undefined | Promise<SinkAnswer> => {
    events.push(told);
    return answer?.();
  };
  return { events, sink: Object.assign(() => {}, { ...(destination !== undefined && { destination }), event }) };
}

async function give(feedback: FeedbackInput, options: TelemetryOptions = {}) {
  const { events, sink } = listening();
  const { telemetry } = setUp({ ...options, sinks: [sink] });
  const result = await telemetry.feedback(feedback);
  return { result, event: events[0], diagnostics: telemetry.diagnostics() };
}

describe("feedback", () => {
  it.each<[FeedbackInput, object]>([
    [
      { name: "helpful", value: 1 },
      { name: "helpful", score: { kind: "number", value: 1 } },
    ],
    [{ name: "helpful", value: 0 }, { score: { kind: "number", value: 0 } }],
    [{ name: "solved", value: false }, { score: { kind: "boolean", value: false } }],
    [{ name: "tone", value: "rude" }, { score: { kind: "category", value: "rude" } }],
    [{ rating: 4 }, { name: "rating", score: { kind: "rating", value: 4 } }],
    [
      { name: "answer", rating: 1 },
      { name: "answer", score: { kind: "rating", value: 1 } },
    ],
    [{ thumbs: "up" }, { name: "thumbs", score: { kind: "thumbs", value: true } }],
    [{ thumbs: "down" }, { name: "thumbs", score: { kind: "thumbs", value: false } }],
  ])("%j is told to sinks in one form", async (feedback, told) => {
    const { event, result } = await give({ ...ABOUT, ...feedback });
    expect(event).toMatchObject({ type: "feedback", atMs: T0, reference: ABOUT, context: {}, ...told });
    expect(result).toEqual({
      status: "recorded",
      id: expect.stringContaining(`${TRACE}-${SPAN}-feedback-`),
      destinations: [],
    });
    expect(Object.isFrozen(event)).toBe(true);
  });

  it.each<[string, object, string]>([
    ["no target", { name: "helpful", value: 1 }, "pass a reference"],
    ["a trace id of another form", { traceId: "abc", name: "helpful", value: 1 }, "32 hex digits"],
    ["a trace id of zeros", { traceId: "0".repeat(32), thumbs: "up" }, "32 hex digits"],
    ["a span id of another form", { traceId: TRACE, spanId: "12", thumbs: "up" }, "16"],
    ["nothing to say", ABOUT, "pass a value, a rating, thumbs, a comment or a correction"],
    ["a question alone", { ...ABOUT, query: "why?" }, "pass a value, a rating, thumbs, a comment or a correction"],
    ["a value without a name", { ...ABOUT, value: 1 }, "name has to be"],
    ["a value that is no number", { ...ABOUT, name: "a", value: Number.NaN }, "finite number"],
    ["a value that is an object", { ...ABOUT, name: "a", value: {} }, "finite number"],
    ["a rating of 6", { ...ABOUT, rating: 6 }, "1 to 5"],
    ["half a star", { ...ABOUT, rating: 2.5 }, "1 to 5"],
    ["thumbs sideways", { ...ABOUT, thumbs: "sideways" }, '"up" nor "down"'],
    ["two scores", { ...ABOUT, rating: 5, thumbs: "up" }, "pass one of them"],
  ])("with %s is refused, counted, and told to no sink", async (_what, feedback, problem) => {
    const { event, result, diagnostics } = await give(feedback as FeedbackInput);
    expect(result).toEqual({ status: "refused", problem: expect.stringContaining(problem) });
    expect(event).toBeUndefined();
    expect(diagnostics).toEqual({ invalid_event: 1 });
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    [
      "a proxy that throws",
      new Proxy(
        {},
        {
          get: () => {
            throw new Error("no");
          },
        },
      ),
    ],
  ])("that is %s is refused, and nothing is thrown", async (_what, feedback) => {
    const { result } = await give(feedback as FeedbackInput);
    expect(result.status).toBe("refused");
  });

  it("with the same name of the same operation has the same id, so that the last one counts", async () => {
    const first = await give({ ...ABOUT, thumbs: "up" });
    const second = await give({ ...ABOUT, thumbs: "down" });
    const other = await give({ ...ABOUT, name: "other", thumbs: "down" });
    expect(first.result).toEqual(second.result);
    expect(other.result).not.toEqual(second.result);
    expect((await give({ ...ABOUT, thumbs: "up", id: "mine" })).result).toMatchObject({ id: "mine" });
  });

  it("is for whom withContext says, and about the operation around, where it names none", async () => {
    const { events, sink } = listening();
    const { telemetry, recorder, record } = setUp({ sinks: [sink] });
    await telemetry.withContext({ userId: "u1" }, async () => {
      const agent = recorder.start({ name: "invoke_agent", agent: { name: "helper" } });
      await agent.run(() => telemetry.feedback({ thumbs: "up" }));
      agent.end();
    });
    const { traceId, spanId, startedAtMs } = record();
    expect(events).toMatchObject([
      { reference: { traceId, spanId, startedAtMs }, agent: "helper", context: { userId: "u1" } },
    ]);
  });

  it("after shutdown is refused", async () => {
    const { events, sink } = listening();
    const { telemetry } = setUp({ sinks: [sink] });
    await telemetry.shutdown();
    expect(await telemetry.feedback({ ...ABOUT, thumbs: "up" })).toMatchObject({ status: "refused" });
    expect(events).toEqual([]);
  });
});

describe("what became of a feedback", () => {
  it("is told for each destination that it is sent to, with the error where it failed", async () => {
    const error = new Error("status 401");
    const sinks = [
      listening("good", async () => undefined).sink,
      listening("bad", async () => ({ error })).sink,
      listening("broken", () => Promise.reject(error)).sink,
      listening("here").sink,
    ];
    const { telemetry } = setUp({ sinks });
    expect(await telemetry.feedback({ ...ABOUT, thumbs: "up" })).toMatchObject({
      status: "recorded",
      destinations: [
        { destination: "good", status: "delivered" },
        { destination: "bad", status: "failed", error },
        { destination: "broken", status: "failed", error },
      ],
    });
    expect(telemetry.diagnostics()).toEqual({ sink_error: 1 });
  });

  it("where a sink throws is a failure, and the others are told all the same", async () => {
    const error = new Error("broken");
    const throwing = Object.assign(() => {}, {
      destination: "bad",
      event: () => {
        throw error;
      },
    });
    const good = listening("good", async () => undefined);
    const { telemetry } = setUp({ sinks: [throwing, good.sink] });
    expect(await telemetry.feedback({ ...ABOUT, thumbs: "up" })).toMatchObject({
      destinations: [
        { destination: "bad", status: "failed", error },
        { destination: "good", status: "delivered" },
      ],
    });
    expect(good.events).toHaveLength(1);
  });
});

describe("a destination that never answers", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("does not keep whoever waits for more than half a minute", async () => {
    vi.useFakeTimers();
    const { telemetry } = setUp({ sinks: [listening("silent", () => new Promise(() => {})).sink] });
    const result = telemetry.feedback({ ...ABOUT, thumbs: "up" });
    await vi.advanceTimersByTimeAsync(30_000);
    const error = expect.objectContaining({ message: expect.stringContaining("no answer within 30000 ms") });
    expect(await result).toMatchObject({ destinations: [{ destination: "silent", status: "failed", error }] });
  });
});

describe("what people write in a feedback", () => {
  const TEXTS = { comment: "Ask jo@example.com", correction: "Forty-two", query: "How many?", response: "Seven" };

  it("is content: only destinations that may see it get it, redacted; the others are told without", async () => {
    const may = listening("may", async () => undefined);
    const mayNot = listening("mayNot", async () => undefined);
    const { telemetry } = setUp({ sinks: [may.sink, mayNot.sink], content: { may: true } });
    const result = await telemetry.feedback({ ...ABOUT, thumbs: "up", ...TEXTS });
    expect(may.events).toMatchObject([{ ...TEXTS, comment: "Ask [email]" }]);
    expect(mayNot.events).toMatchObject([{ score: { value: true } }]);
    expect(JSON.stringify(mayNot.events)).not.toMatch(/Ask|Forty|many|Seven/);
    expect(result).toMatchObject({
      destinations: [
        { destination: "may", status: "delivered" },
        { destination: "mayNot", status: "delivered", withheld: ["comment", "correction", "query", "response"] },
      ],
    });
    expect("destinations" in result && result.destinations[0]).not.toHaveProperty("withheld");
  });

  it("reaches nobody by default, and the result says so where nothing else was in it", async () => {
    const { events, sink } = listening("there", async () => undefined);
    const { telemetry } = setUp({ sinks: [sink] });
    const result = await telemetry.feedback({ ...ABOUT, comment: "Dull" });
    expect(result).toMatchObject({
      destinations: [{ destination: "there", status: "withheld", withheld: ["comment"] }],
    });
    expect(JSON.stringify(events)).not.toContain("Dull");
    expect(events).toMatchObject([{ name: "comment" }]);
  });
});
