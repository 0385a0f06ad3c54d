import type { Gap } from "./gap.ts";
import { factOf } from "./seeing.ts";

const OLD = ["ai-sdk-5"];

/** What our own middleware could say and does not yet: defects, each until it is mended. */
export const AI_SDK_UNREAD: readonly Gap[] = [
  {
    frameworks: OLD,
    client: "google",
    fields: ["outputTokens"],
    when: (exchange) => factOf(exchange, "outputTokens") === 0,
    reason: "the package says nothing of an output that its total shows to be none",
  },
];
