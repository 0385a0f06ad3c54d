import * as sdk from "ai6";
import type { Driver } from "../driver.ts";
import { toAiSdkDriver } from "./ai-sdk.ts";
import { before7, gapsBefore7 } from "./ai-sdk-before-7.ts";
import type { AiSdkLine } from "./ai-sdk-line.ts";

// Else it says so on the console whenever it is given an older model.
globalThis.AI_SDK_LOG_WARNINGS = false;

const line: AiSdkLine = {
  ...before7(sdk.wrapLanguageModel),
  name: "ai-sdk 6",
  gaps: gapsBefore7,
  sdk,
  specification: "v3",
  words: { instructions: "system", output: "output" },
  stopAfter: sdk.stepCountIs,
};

/** AI SDK 6. */
export const aiSdk6Driver: Driver = toAiSdkDriver(line);

/**
 * The same with models of AI SDK 5's packages, which it takes too. It misreads what they answer where it has wrapped them
 * itself, whatever the middleware.
 */
export const aiSdk6OldModelsDriver: Driver = toAiSdkDriver({
  ...line,
  name: "ai-sdk 6 with models of 5",
  specification: "v2",
  wraps: [line.wraps[0], line.wraps[0]],
});
