import * as sdk from "ai5";
import type { Driver } from "../driver.ts";
import { toAiSdkDriver } from "./ai-sdk.ts";
import { before7, gapsBefore7 } from "./ai-sdk-before-7.ts";

/** AI SDK 5. */
export const aiSdk5Driver: Driver = toAiSdkDriver({
  ...before7(sdk.wrapLanguageModel),
  name: "ai-sdk 5",
  gaps: {
    ...gapsBefore7,
    interrupt_and_resume: "AI SDK 5 has no approvals",
    interrupt_and_refuse: "AI SDK 5 has no approvals",
  },
  sdk,
  specification: "v2",
  words: { instructions: "system", output: "experimental_output" },
  stopAfter: sdk.stepCountIs,
});
