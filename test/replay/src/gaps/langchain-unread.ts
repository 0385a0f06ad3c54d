import type { Gap } from "./gap.ts";

const LANGCHAIN = ["langchain"];

/** What our own handler could say and does not yet: defects, each until it is mended. */
export const LANGCHAIN_UNREAD: readonly Gap[] = [
  {
    frameworks: LANGCHAIN,
    client: "ChatAnthropic",
    form: "whole",
    fields: ["reasoningTokens"],
    reason: "it stands in the usage of the message's metadata",
  },
  {
    frameworks: LANGCHAIN,
    client: "ChatXAI",
    fields: ["billedNanoUsd"],
    reason: "it stands in the usage of the message's metadata",
  },
];
