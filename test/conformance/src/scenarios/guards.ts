import type { Gate } from "@isospan/core";
import type { Scenario } from "../scenario.ts";
import { hostileScenario } from "./hostile.ts";
import { calls, model, says, weather } from "./script.ts";

/** `sk-` and a mail address as they end up in prompts, arguments, results and errors. */
const SECRETS = ["sk-canary0123456789abcdefghij", "canary@example.com", "4111 1111 1111 1111"] as const;
const LEAK = `Use ${SECRETS.join(" or ")}.`;

/** What must not get out, and what must not get in. */
export const guardScenarios: readonly Scenario[] = [
  {
    name: "secret_canary",
    content: true,
    secrets: SECRETS,
    play: {
      kind: "agent",
      agent: {
        ...weather,
        question: LEAK,
        model: model(calls({ id: "call_1", name: "weather", arguments: { city: LEAK } }), says(LEAK)),
        tools: [{ name: "weather", result: { sky: LEAK } }],
      },
    },
  },
  {
    name: "secret_canary_error",
    secrets: SECRETS,
    rejects: true,
    play: { kind: "model", prompt: LEAK, model: model({ error: { status: 400, message: `Bad request: ${LEAK}` } }) },
  },
  {
    name: "budget_denied",
    rejects: true,
    gate: () => denyModelCalls(1),
    play: { kind: "agent", agent: weather },
  },
  hostileScenario,
];

class StubBudgetError extends Error {
  override readonly name = "StubBudgetError";
}

/** Lets so many model calls in, and no more. */
function denyModelCalls(limit: number): Gate {
  let admitted = 0;
  return {
    enter: ({ name }) => {
      if (name === "chat" && ++admitted > limit) throw new StubBudgetError("The budget of 1 call is spent");
    },
  };
}
