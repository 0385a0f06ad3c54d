import { expect, test } from "vitest";
import { setUpSdk } from "../test/set-up.ts";

test.each(["invoke_workflow", "task"] as const)(
  "an %s that turns out to be an agent is one, and nothing else",
  (name) => {
    const { recorder, record, span } = setUpSdk();
    const operation = recorder.start({ name, label: "forecaster" });
    operation.update({ name: "invoke_agent", agent: { name: "forecaster" } });
    operation.end();
    expect(record()).toMatchObject({ name: "invoke_agent", agent: { name: "forecaster" } });
    expect(record()).not.toHaveProperty("label");
    expect(span("invoke_agent forecaster").attributes["gen_ai.agent.name"]).toBe("forecaster");
  },
);

test("nothing else changes what it is", () => {
  const { recorder, record } = setUpSdk();
  const operation = recorder.start({ name: "execute_tool", tool: { name: "search" } });
  operation.update({ name: "invoke_agent" });
  operation.end();
  expect(record()).toMatchObject({ name: "execute_tool", tool: { name: "search" } });
});
