import type { Gap } from "./gap.ts";
import { factOf } from "./seeing.ts";

/** What our own adapter could say and does not yet: defects, each until it is mended. */
export const AI_SDK_UNREAD: readonly Gap[] = [
  {
    frameworks: ["ai-sdk-7", "ai-sdk-6", "ai-sdk-5"],
    client: "openai embedding",
    fields: ["responseModel"],
    reason: "the package does not read it; the answer's body has it",
  },
  {
    frameworks: ["ai-sdk-5"],
    client: "google",
    fields: ["outputTokens"],
    when: (exchange) => factOf(exchange, "outputTokens") === 0,
    reason: "the package says nothing of an output that its total shows to be none",
  },
  {
    frameworks: ["ai-sdk-5"],
    client: "openai-compatible",
    form: "whole",
    fields: ["cacheWriteTokens"],
    reason: "the package does not read it; the answer's body has it",
  },
];
