import { IsospanCallbackHandler } from "@isospan/langchain";
import type { Callbacks } from "@langchain/core/callbacks/manager";
import type { RunnableConfig } from "@langchain/core/runnables";
import type { Callbacks as OldestCallbacks } from "langchain-core-0.3.40/callbacks/manager";
import type { RunnableConfig as OldestConfig } from "langchain-core-0.3.40/runnables";
import { expect, test } from "vitest";

const handler = new IsospanCallbackHandler();

// The compiler is the judge; at run time these only show that nothing is converted on the way.
test("the handler is a callback of the newest core 0.3", () => {
  const callbacks: Callbacks = [handler];
  const config: RunnableConfig = { callbacks: [handler] };
  expect(config.callbacks).toEqual(callbacks);
});

test("the handler is a callback of the oldest core in the peer range", () => {
  const callbacks: OldestCallbacks = [handler];
  const config: OldestConfig = { callbacks: [handler] };
  expect(config.callbacks).toEqual(callbacks);
});
