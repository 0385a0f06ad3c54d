import { IsospanCallbackHandler } from "@isospan/langchain";
import type { Callbacks } from "@langchain/core/callbacks/manager";
import type { RunnableConfig } from "@langchain/core/runnables";
import { expect, test } from "vitest";

const handler = new IsospanCallbackHandler();

// The compiler is the judge; at run time this only shows that nothing is converted on the way.
test("the handler is a callback of an early core 1", () => {
  const callbacks: Callbacks = [handler];
  const config: RunnableConfig = { callbacks: [handler] };
  expect(config.callbacks).toEqual(callbacks);
});
