import { isospanMiddleware } from "@isospan/ai-sdk";
import * as sdk from "ai";
import type { Driver } from "../driver.ts";
import { toAiSdkDriver } from "./ai-sdk.ts";
import type { Wrap } from "./ai-sdk-line.ts";

const wrap: Wrap = (model, telemetry) => sdk.wrapLanguageModel({ model, middleware: isospanMiddleware({ telemetry }) });

/** AI SDK 7: agents and embeddings against global telemetry, models on their own against the middleware. */
export const aiSdk7Driver: Driver = toAiSdkDriver({
  name: "ai-sdk 7",
  gaps: {
    retrieval: "the AI SDK has no retrievers",
    retrieval_with_content: "the AI SDK has no retrievers",
    workflow: "the AI SDK has no workflows",
    fallback: "a router's call begins before the one in it that fails, so they are told in another order",
  },
  sdk,
  specification: "v4",
  words: { instructions: "instructions", output: "output" },
  global: true,
  wraps: [wrap, wrap],
  stopAfter: sdk.isStepCount,
  aboutRun({ name, metadata, user, conversationId }) {
    const about = { ...metadata, ...user, ...(conversationId && { conversationId }) };
    const includeRuntimeContext = Object.fromEntries(Object.keys(about).map((key) => [key, true]));
    return { runtimeContext: about, telemetry: { functionId: name, includeRuntimeContext } };
  },
});
