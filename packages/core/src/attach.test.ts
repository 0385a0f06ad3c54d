import { context, trace } from "@opentelemetry/api";
import { afterEach, describe, expect, it } from "vitest";
import { setUp, setUpSdk } from "../test/set-up.ts";

afterEach(() => {
  context.disable();
});

/** Each test in an async context of its own, so that what it attaches ends with it. */
const apart = (fn: () => unknown) => async (): Promise<void> => {
  await Promise.resolve();
  await fn();
};

describe("attach", () => {
  it(
    "makes the operation the parent of what starts from then on",
    apart(async () => {
      const { recorder, record } = setUp();
      const above = recorder.start({ name: "invoke_agent" }, { key: "a" });
      above.attach();
      await Promise.resolve();
      recorder.start({ name: "chat" }).end();
      above.detach();
      above.end();
      expect(record("chat").parentSpanId).toBe(record("invoke_agent").spanId);
    }),
  );

  it(
    "makes its span the active one",
    apart(() => {
      const { recorder } = setUpSdk();
      const operation = recorder.start({ name: "execute_tool" }, { key: "a" });
      operation.attach();
      const active = trace.getActiveSpan()?.spanContext().spanId;
      operation.detach();
      operation.end();
      expect(active).toBeDefined();
      expect(trace.getActiveSpan()).toBeUndefined();
    }),
  );

  it(
    "makes siblings of two roots that are attached in the same tick",
    apart(async () => {
      const { recorder, record } = setUpSdk();
      const start = (label: string) => recorder.start({ name: "task", label }, { key: label });
      for (const label of ["first", "second"]) start(label).attach();
      await Promise.resolve();
      for (const label of ["second", "first"]) recorder.end(label);
      expect(record("second")).not.toHaveProperty("parentSpanId");
      expect(record("first")).not.toHaveProperty("parentSpanId");
    }),
  );

  it(
    "makes a child of a root that starts in a later tick",
    apart(async () => {
      const { recorder, record } = setUpSdk();
      recorder.start({ name: "task", label: "first" }, { key: "first" }).attach();
      await Promise.resolve();
      recorder.start({ name: "task", label: "second" }, { key: "second" }).attach();
      for (const label of ["second", "first"]) recorder.end(label);
      expect(record("second").parentSpanId).toBe(record("first").spanId);
    }),
  );

  it(
    "twice is attach once",
    apart(() => {
      const { recorder, record } = setUp();
      const above = recorder.start({ name: "invoke_agent" }, { key: "a" });
      above.attach();
      above.attach();
      above.detach();
      recorder.start({ name: "chat" }).end();
      above.end();
      expect(record("chat")).not.toHaveProperty("parentSpanId");
    }),
  );

  it(
    "after the end does nothing",
    apart(() => {
      const { recorder, record } = setUp();
      const ended = recorder.start({ name: "invoke_agent" });
      ended.end();
      ended.attach();
      recorder.start({ name: "chat" }).end();
      expect(record("chat")).not.toHaveProperty("parentSpanId");
    }),
  );
});

describe("detach", () => {
  it(
    "restores what was active before",
    apart(() => {
      const { recorder, record } = setUp();
      const outer = recorder.start({ name: "task", label: "outer" });
      outer.run(() => {
        const inner = recorder.start({ name: "task", label: "inner" }, { key: "inner", parentKey: "none" });
        inner.attach();
        inner.detach();
        recorder.start({ name: "task", label: "after" }).end();
        inner.end();
      });
      outer.end();
      expect(record("after").parentSpanId).toBe(record("outer").spanId);
    }),
  );

  it(
    "leaves alone what somebody else has made active since",
    apart(() => {
      const { recorder, record } = setUp();
      const first = recorder.start({ name: "task", label: "first" }, { key: "1", parentKey: "none" });
      const second = recorder.start({ name: "task", label: "second" }, { key: "2", parentKey: "1" });
      first.attach();
      second.attach();
      first.detach();
      recorder.start({ name: "task", label: "below" }).end();
      second.detach();
      for (const key of ["2", "1"]) recorder.end(key);
      expect(record("below").parentSpanId).toBe(record("second").spanId);
    }),
  );
});
