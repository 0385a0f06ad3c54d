import type { Scenario, ScriptedToolCall } from "../scenario.ts";
import { calls, model, says, weather } from "./script.ts";

const DEPTH = 20_000;
const MEGABYTES = "lorem ipsum ".repeat(250_000);
const LONE_SURROGATES = "\ud800 before \udfff";

/** Values that a naive copy, a `JSON.stringify` or a walk would not survive. */
const HOSTILE: Readonly<Record<string, unknown>> = {
  deep: deep(),
  circular: circular(),
  throwing: throwing(),
  revoked: revoked(),
  bigint: { count: 2n ** 70n },
  megabytes: { text: MEGABYTES },
  surrogates: { text: LONE_SURROGATES },
};

/** In a model's arguments, which travel as JSON: no deeper than the frameworks themselves can carry. */
const ARGUMENTS: Readonly<Record<string, object>> = {
  deep: deep(1_000),
  megabytes: { text: MEGABYTES },
  surrogates: { text: LONE_SURROGATES },
};

const toCall = (name: string, i: number): ScriptedToolCall => {
  return { id: `call_${i}`, name, arguments: ARGUMENTS[name] ?? {} };
};

/** Content is on, so that all of it is read; every span must leave all the same. */
export const hostileScenario: Scenario = {
  name: "hostile_values",
  content: true,
  differs: ["content", "reading"],
  play: {
    kind: "agent",
    agent: {
      ...weather,
      question: LONE_SURROGATES,
      model: model(calls(...Object.keys(HOSTILE).map(toCall)), says(MEGABYTES)),
      tools: Object.entries(HOSTILE).map(([name, result]) => ({ name, result, told: "done" })),
      metadata: HOSTILE,
    },
  },
};

function deep(depth = DEPTH): object {
  let value: object = {};
  for (let i = 0; i < depth; i++) value = { value };
  return value;
}

function circular(): object {
  const value: { self?: object } = {};
  value.self = value;
  return value;
}

function throwing(): object {
  return Object.defineProperty({ fine: 1 }, "sky", {
    enumerable: true,
    get: () => {
      throw new Error("a getter throws");
    },
  });
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
