import { describe, expect, it } from "vitest";
import { settleAll } from "./ending.ts";
import { type Reply, scriptedModel } from "./scripted-model.ts";
import { AI_7, VERSIONS, type Version } from "./sdk.ts";
import { type SetUp, setUp } from "./set-up.ts";
import { toldCall } from "./told-runs.ts";
import { byInstrumentModel } from "./ways.ts";

const QUESTION = { role: "user", content: "Pay them all." };

/** What is read of an answer, whole or streamed. */
interface Answer {
  readonly steps: Awaitable<readonly object[]>;
  readonly response: Awaitable<{ readonly messages: readonly object[] }>;
  /** Of version 7: what tools answered before the first step, too. */
  readonly responseMessages?: Awaitable<readonly object[]>;
}

type Awaitable<T> = T | PromiseLike<T>;

interface Played {
  readonly approvals: readonly (string | undefined)[];
  readonly messages: readonly object[];
}

/** An agent with a tool that waits for a person, asked so many times for a call of it and then for an answer. */
function cashier(version: Version, all: SetUp, payments: number, more: object = { needsApproval: true }): object {
  const { sdk, specification } = version;
  const replies: readonly Reply[] = [{ toolCalls: Array(payments).fill("pay") }, { text: "Done." }];
  const inputSchema = sdk.jsonSchema({ type: "object", properties: { city: { type: "string" } } } as never);
  return {
    ...toldCall(version, scriptedModel(specification, replies), all.telemetry, { functionId: "cashier" }),
    tools: { pay: sdk.tool({ description: "Pays", inputSchema, execute: () => "paid", ...more } as never) },
    stopWhen: ({ steps }: { readonly steps: readonly object[] }) => steps.length === 5,
  };
}

async function play({ sdk }: Version, call: object, streamed: boolean): Promise<Played> {
  const answer = (streamed
    ? sdk.streamText(call as never)
    : await sdk.generateText(call as never)) as unknown as Answer;
  const last = (await answer.steps).at(-1) as { readonly content: readonly Part[] };
  const requests = last.content.filter(({ type }) => type === "tool-approval-request");
  const messages = (await answer.responseMessages) ?? (await answer.response).messages;
  return { approvals: requests.map(({ approvalId }) => approvalId), messages };
}

interface Part {
  readonly type: string;
  readonly approvalId?: string;
}

/** The run that pauses and the one that goes on with what people say; what the next one would begin with. */
async function decide(
  version: Version,
  call: object,
  decisions: readonly boolean[],
  streamed: boolean,
): Promise<readonly object[]> {
  const asked = await play(version, { ...call, messages: [QUESTION] }, streamed);
  const content = asked.approvals.map((approvalId, i) => {
    return { type: "tool-approval-response", approvalId, approved: decisions[i] };
  });
  const messages = [QUESTION, ...asked.messages, { role: "tool", content }];
  const answered = await play(version, { ...call, messages }, streamed);
  return [...messages, ...answered.messages];
}

/** What each agent's span says of a pause. */
const confirmations = ({ spans }: SetUp): readonly unknown[] =>
  spans()
    .filter(({ name }) => name === "invoke_agent cashier")
    .map(({ attributes }) => attributes["isospan.confirmation.outcome"]);

const WITH_APPROVALS = VERSIONS.filter(({ name }) => name !== "5");

describe.each(WITH_APPROVALS)("AI SDK $name", (version) => {
  describe.each([[false], [true]])("streamed: %s", (streamed) => {
    it.each([
      ["approved", [true]],
      ["denied", [false]],
      ["approved", [true, true]],
      ["denied", [true, false]],
    ])("a pause is %s where people say %o", async (outcome, decisions) => {
      const all = setUp({ register: version.name === "7" });
      await decide(version, cashier(version, all, decisions.length), decisions, streamed);
      await settleAll(all);
      expect(confirmations(all)).toEqual(["requested", outcome]);
    });

    it("what was denied is history in the conversation's next run", async () => {
      const all = setUp({ register: version.name === "7" });
      const call = cashier(version, all, 1);
      const messages = await decide(version, call, [false], streamed);
      await play(version, { ...call, messages: [...messages, { role: "user", content: "Why?" }] }, streamed);
      await settleAll(all);
      expect(confirmations(all)).toEqual(["requested", "denied", undefined]);
    });
  });
});

it.each([
  ["is told by a wrapped model", true, "denied"],
  ["else is hidden from all", false, undefined],
])("what people deny a run of version 7 that keeps its inputs back %s", async (_what, wrapped, outcome) => {
  const all = setUp({ register: true });
  const call = { ...cashier(AI_7, all, 1), telemetry: { functionId: "cashier", recordInputs: false } };
  const { model } = call as { readonly model?: object };
  const asked =
    wrapped && model !== undefined ? { ...call, model: byInstrumentModel(AI_7, model, all.telemetry) } : call;
  await decide(AI_7, asked, [false], false);
  await settleAll(all);
  expect(confirmations(all)).toEqual(["requested", outcome]);
});

it.each([[false], [true]])(
  "streamed: %s, what a rule of version 7 denies was no person's decision",
  async (streamed) => {
    const all = setUp({ register: true });
    const call = { ...cashier(AI_7, all, 1, {}), toolApproval: { pay: "denied" } };
    await play(AI_7, { ...call, messages: [QUESTION] }, streamed);
    await settleAll(all);
    expect(all.ended()).toEqual(["chat ok", "chat ok", "invoke_agent ok"]);
    expect(confirmations(all)).toEqual([undefined]);
  },
);
