import { describe, expect, it } from "vitest";
import { type SetUp, setUp } from "../test/set-up.ts";

const withFields = (message: string, fields: object): Error => Object.assign(new Error(message), fields);

/** A router whose models fail one after another, and which fails with an error of its own. */
function routed(failures: readonly unknown[], toError: () => unknown): SetUp {
  const all = setUp();
  const { clock, recorder } = all;
  const router = recorder.start({ name: "chat", model: "router" });
  router.run(() => {
    for (const [at, error] of failures.entries()) {
      const model = recorder.start({ name: "chat", model: `model-${at + 1}` });
      clock.advance(10);
      model.end({ error });
    }
  });
  router.end({ error: toError() });
  return all;
}

const models = ({ records }: SetUp) => records().map(({ model, outcome }) => `${model} ${outcome}`);
const first = new Error("first down");
const second = new Error("second down");
const BOTH = ["model-1 error", "model-2 error"];

describe("a call that failed with an error made of those of the calls inside it", () => {
  it.each<[string, unknown]>([
    ["the last as its cause", new Error("all failed", { cause: second })],
    ["a cause of a cause", new Error("gave up", { cause: new Error("all failed", { cause: second }) })],
    ["all of them", new AggregateError([first, second], "all failed")],
    ["all of them, the last first", new AggregateError([second, first], "all failed")],
    [
      "the last of a retry helper's",
      withFields("Failed after 2 attempts", { lastError: second, errors: [first, second] }),
    ],
    [
      "all of them, each wrapped",
      new AggregateError([first, second].map((cause) => new Error("call failed", { cause }))),
    ],
    ["a plain object around the last", { message: "all failed", cause: second }],
  ])("is the last of them: %s", (_what, error) => {
    expect(models(routed([first, second], () => error))).toEqual(BOTH);
  });

  it("is the one that it names, although another failed after that", () => {
    const all = routed([first, second], () => new Error("the better one failed", { cause: first }));
    expect(models(all)).toEqual(["model-2 error", "model-1 error"]);
  });

  it("has the error of that one, which says more", () => {
    const overloaded = withFields("Overloaded", { statusCode: 529 });
    const { record } = routed([overloaded], () => new AggregateError([overloaded], "all failed"));
    expect(record()).toMatchObject({ model: "model-1", error: { type: "529", message: "Overloaded" } });
  });

  it("is the last to begin where they ran at once, and the others are their own", () => {
    const { recorder, clock, records } = setUp();
    const router = recorder.start({ name: "chat", model: "router" });
    const inner = router.run(() => ["a", "b", "c"].map((model) => recorder.start({ name: "chat", model })));
    clock.advance(10);
    const errors = inner.map((model, at) => {
      const error = new Error(`${at} failed`);
      model.end({ error });
      return error;
    });
    router.end({ error: new AggregateError(errors) });
    expect(records().map(({ model, error }) => `${model} ${error?.message}`)).toEqual([
      "a 0 failed",
      "b 1 failed",
      "c 2 failed",
    ]);
  });

  it.each([
    ["slowly", 10],
    ["within a millisecond", 0],
  ])("is that one through all layers around it, whatever each makes of it, %s", (_how, takesMs) => {
    const { recorder, clock, records } = setUp();
    const provider = new Error("overloaded");
    const client = new Error("call failed", { cause: provider });
    const around = (model: string, error: Error, within: () => void) => {
      const operation = recorder.start({ name: "chat", model });
      clock.advance(takesMs);
      operation.run(within);
      clock.advance(takesMs);
      operation.end({ error });
    };
    around("router", client, () => around("client", client, () => around("gpt-5", provider, () => {})));
    expect(records().map(({ model, error }) => `${model} ${error?.message}`)).toEqual(["gpt-5 overloaded"]);
  });

  it("is the last of them also where the router is seen twice", () => {
    const { recorder, records } = setUp();
    const error = new AggregateError([first, second], "all failed");
    const start = (model: string) => recorder.start({ name: "chat", model });
    const outer = start("router");
    outer.run(() => {
      const router = start("router");
      router.run(() => {
        for (const [at, each] of [first, second].entries()) start(`model-${at + 1}`).end({ error: each });
      });
      router.end({ error });
    });
    outer.end({ error });
    expect(records().map(({ model }) => model)).toEqual(["model-1", "model-2"]);
  });

  it("is the one with the very same error, whatever that was made of", () => {
    const wrapped = new Error("call failed", { cause: first });
    expect(models(routed([first, wrapped], () => wrapped))).toEqual(BOTH);
  });
});

describe("a call that failed by itself, after calls inside it that failed", () => {
  it.each<[string, unknown]>([
    ["without a cause", new TypeError("cannot read the answer")],
    ["with a cause of its own", new Error("no quota", { cause: new Error("quota of the router") })],
    ["with the same message", new Error("second down")],
    ["with text", "second down"],
    ["with nothing", null],
    ["with an error of somebody else beside theirs", new AggregateError([first, new Error("third down"), second])],
  ])("is its own: %s", (_what, error) => {
    expect(models(routed([first, second], () => error))).toEqual([...BOTH, "router error"]);
  });

  it("is its own although both name one reason, such as a signal's", () => {
    const cause = "the user left";
    const all = routed([new Error("stopped", { cause })], () => new Error("also stopped", { cause }));
    expect(models(all)).toEqual(["model-1 error", "router error"]);
  });
});

describe("an error that can hardly be read", () => {
  const circular: Error & { cause?: unknown; errors?: unknown } = new Error("circular");
  circular.cause = circular;
  circular.errors = [circular, circular];
  const throwing = Object.defineProperty(new Error("throwing"), "cause", {
    get() {
      throw new Error("not to be read");
    },
  });
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  let deep: unknown = second;
  for (let i = 0; i < 20_000; i++) deep = new Error("deep", { cause: deep });
  const wide = withFields("wide", { errors: Array.from({ length: 1_000_000 }, () => ({ errors: [] })) });

  it.each<[string, unknown]>([
    ["a cycle", circular],
    ["a getter that throws", throwing],
    ["a revoked proxy", revoked.proxy],
    ["a chain of causes without an end", deep],
    ["a million errors", wide],
    ["errors that are no list", withFields("odd", { errors: { length: 7 } })],
  ])("is one of its own: %s", (_what, error) => {
    const all = routed([first, second], () => error);
    expect(models(all)).toEqual([...BOTH, "router error"]);
    expect(all.telemetry.diagnostics()).not.toHaveProperty("internal_error");
  });

  it("is looked at no further, and what else can be read of the list counts", () => {
    const known = Object.defineProperty(new Error("known"), "cause", { get: () => revoked.proxy });
    expect(models(routed([first, known], () => new AggregateError([first, known])))).toEqual(BOTH);
  });
});
