import type { Gap } from "./gap.ts";
import { factOf } from "./seeing.ts";

const OLD = ["ai-sdk-5"];
const BODY = "the package does not read it; the answer's body has it";

/** What our own middleware could say and does not yet: defects, each until it is mended. */
export const AI_SDK_UNREAD: readonly Gap[] = [
  {
    frameworks: ["ai-sdk-7", "ai-sdk-6", "ai-sdk-5"],
    client: "openai embedding",
    fields: ["responseModel"],
    reason: BODY,
  },
  ...["openai", "azure"].map((client) => ({
    frameworks: ["ai-sdk-7", "ai-sdk-6"],
    client,
    form: "whole" as const,
    fields: ["audioInputTokens", "audioOutputTokens"] as const,
    reason: "the package keeps them out of the raw usage; the answer's body has them",
  })),
  {
    frameworks: OLD,
    client: "google",
    fields: ["outputTokens"],
    when: (exchange) => factOf(exchange, "outputTokens") === 0,
    reason: "the package says nothing of an output that its total shows to be none",
  },
  {
    frameworks: OLD,
    client: "anthropic",
    fields: ["reasoningTokens"],
    reason: "the package does not read it; the usage in its metadata has it",
  },
  {
    frameworks: OLD,
    client: "openai-compatible",
    form: "whole",
    fields: ["cacheWriteTokens", "billedNanoUsd"],
    reason: BODY,
  },
  { frameworks: OLD, client: "xai", form: "whole", fields: ["billedNanoUsd"], reason: BODY },
];
