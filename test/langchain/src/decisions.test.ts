import { Command, MemorySaver, MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { createAgent, humanInTheLoopMiddleware } from "langchain";
import { expect, it } from "vitest";
import { type Reply, ScriptedModel } from "./scripted-model.ts";
import { type SetUp, setUp } from "./set-up.ts";
import { ASK, toTool } from "./tools.ts";
import { THREAD, toWaitingAgent } from "./waiting.ts";

const APPROVE = { type: "approve" };
const EDIT = { type: "edit", editedAction: { name: "pay", args: { usd: 1 } } };
const REJECT = { type: "reject", message: "Too much" };

/** An agent that asks before it pays. */
const toCashier = (replies: readonly Reply[], checkpointer?: MemorySaver) =>
  createAgent({
    name: "cashier",
    model: new ScriptedModel({ replies }),
    tools: [toTool("pay")],
    middleware: [humanInTheLoopMiddleware({ interruptOn: { pay: true } })],
    ...(checkpointer && { checkpointer }),
  });

/** Each span that says how a pause went. */
const confirmations = ({ spans }: SetUp): readonly string[] =>
  spans()
    .filter(({ attributes }) => "isospan.confirmation.outcome" in attributes)
    .map(({ name, attributes }) => `${name}: ${attributes["isospan.confirmation.outcome"]}`);

it.each([
  ["approved", [APPROVE]],
  ["edited", [EDIT]],
  ["denied", [REJECT]],
  ["edited", [APPROVE, EDIT]],
  ["denied", [APPROVE, REJECT]],
])("a pause is %s where a person decides %o", async (outcome, decisions) => {
  const all = setUp();
  const agent = toCashier([decisions.map(() => ({ name: "pay" })), "done"], new MemorySaver());
  await agent.invoke(ASK, { callbacks: all.callbacks, ...THREAD });
  await agent.invoke(new Command({ resume: { decisions } }), { callbacks: all.callbacks, ...THREAD });
  expect(confirmations(all)).toEqual(["invoke_agent cashier: requested", `invoke_agent cashier: ${outcome}`]);
});

it("a pause is denied where the answer names its interrupt", async () => {
  const all = setUp();
  const agent = toCashier([[{ name: "pay" }], "done"], new MemorySaver());
  const paused = (await agent.invoke(ASK, { callbacks: all.callbacks, ...THREAD })) as unknown as Paused;
  const resume = Object.fromEntries(paused.__interrupt__.map(({ id }) => [id, { decisions: [REJECT] }]));
  await agent.invoke(new Command({ resume }), { callbacks: all.callbacks, ...THREAD });
  expect(confirmations(all)).toEqual(["invoke_agent cashier: requested", "invoke_agent cashier: denied"]);
});

it.each([
  ["approved", APPROVE],
  ["denied", REJECT],
])("a pause within a workflow is %s once, as it was asked for", async (outcome, decision) => {
  const all = setUp();
  const shop = new StateGraph(MessagesAnnotation)
    .addNode("checkout", toCashier([[{ name: "pay" }], "done"]).graph)
    .addEdge("__start__", "checkout")
    .compile({ name: "shop", checkpointer: new MemorySaver() });
  await shop.invoke(ASK, { callbacks: all.callbacks, ...THREAD });
  await shop.invoke(new Command({ resume: { decisions: [decision] } }), { callbacks: all.callbacks, ...THREAD });
  expect(confirmations(all)).toEqual(["invoke_workflow shop: requested", `invoke_workflow shop: ${outcome}`]);
});

// What was said is the application's own, and the tool did run.
it("a tool that asks by itself, and runs on, was approved, whatever it was told", async () => {
  const all = setUp();
  const agent = toWaitingAgent();
  await agent.invoke(ASK, { callbacks: all.callbacks, ...THREAD });
  await agent.invoke(new Command({ resume: "no" }), { callbacks: all.callbacks, ...THREAD });
  expect(confirmations(all)).toEqual(["invoke_agent cashier: requested", "invoke_agent cashier: approved"]);
});

interface Paused {
  readonly __interrupt__: readonly { readonly id: string }[];
}
