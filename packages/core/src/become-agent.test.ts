import { expect, test } from "vitest";
import { setUpSdk } from "../test/set-up.ts";

test("a workflow that turns out to be an agent is one, and nothing is left of the workflow", () => {
  const { recorder, record, span } = setUpSdk();
  const operation = recorder.start({ name: "invoke_workflow", label: "forecaster" });
  operation.update({ name: "invoke_agent", agent: { name: "forecaster" } });
  operation.end();
  expect(record()).toMatchObject({ name: "invoke_agent", agent: { name: "forecaster" } });
  expect(record()).not.toHaveProperty("label");
  expect(span("invoke_agent forecaster").attributes["gen_ai.agent.name"]).toBe("forecaster");
});

test("nothing else changes what it is", () => {
  const { recorder, record } = setUpSdk();
  const operation = recorder.start({ name: "task", label: "search" });
  operation.update({ name: "invoke_agent" });
  operation.end();
  expect(record()).toMatchObject({ name: "task", label: "search" });
});
