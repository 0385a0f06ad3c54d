import { createAgent, modelCallLimitMiddleware, toolCallLimitMiddleware } from "langchain";
import { expect, it } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { type SetUp, setUp } from "./set-up.ts";
import { ASK, toTool } from "./tools.ts";

const CALL = [{ name: "pay" }];

/** Each span that says which limit ended it. */
const limits = ({ spans }: SetUp): readonly string[] =>
  spans()
    .filter(({ attributes }) => "isospan.limit.name" in attributes)
    .map(({ name, attributes }) => `${name}: ${attributes["isospan.limit.name"]}`);

it.each([
  ["calls of all tools", toolCallLimitMiddleware({ runLimit: 1, exitBehavior: "end" }), "tool_calls"],
  ["calls of one tool", toolCallLimitMiddleware({ toolName: "pay", runLimit: 1, exitBehavior: "end" }), "tool_calls"],
  ["model calls", modelCallLimitMiddleware({ runLimit: 2, exitBehavior: "end" }), "steps"],
  ["a single model call", modelCallLimitMiddleware({ runLimit: 1, exitBehavior: "end" }), "steps"],
])("an agent that a limit on %s ends says so", async (_what, middleware, limit) => {
  const all = setUp();
  const model = new ScriptedModel({ replies: [CALL, CALL, CALL, "done"] });
  const agent = createAgent({ name: "cashier", model, tools: [toTool("pay")], middleware: [middleware] });
  await agent.invoke(ASK, { callbacks: all.callbacks });
  expect(limits(all)).toEqual([`invoke_agent cashier: ${limit}`]);
});

it("a tool's limit that lets the agent go on ends nothing", async () => {
  const all = setUp();
  const model = new ScriptedModel({ replies: [CALL, CALL, "done"] });
  const middleware = [toolCallLimitMiddleware({ runLimit: 1 })];
  await createAgent({ name: "cashier", model, tools: [toTool("pay")], middleware }).invoke(ASK, {
    callbacks: all.callbacks,
  });
  expect(limits(all)).toEqual([]);
});

it.each<[string, readonly string[], readonly string[]]>([
  ["looks like a limit", [], ["invoke_agent cashier: steps"]],
  ["is no limit where it is named", ["receipt"], []],
])("a tool that ends the run by returning directly %s", async (_what, finalTools, expected) => {
  const all = setUp({ finalTools });
  const model = new ScriptedModel({ replies: [CALL, [{ name: "receipt" }]] });
  const tools = [toTool("pay"), Object.assign(toTool("receipt"), { returnDirect: true })];
  await createAgent({ name: "cashier", model, tools }).invoke(ASK, { callbacks: all.callbacks });
  expect(limits(all)).toEqual(expected);
});
