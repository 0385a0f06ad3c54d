import { isFailure } from "../to-error-status.ts";
import type { Gap } from "./gap.ts";
import { factOf } from "./seeing.ts";

const LANGCHAIN = ["langchain"];

/** What our own handler could say and does not yet: defects, each until it is mended. */
export const LANGCHAIN_UNREAD: readonly Gap[] = [
  {
    frameworks: LANGCHAIN,
    client: "ChatAnthropic",
    form: "streamed",
    fields: ["cacheReadTokens", "cacheWriteTokens"],
    when: (exchange, field) => exchange.payloads.some(isFailure) && factOf(exchange, field) === undefined,
    instead: () => 0,
    reason: "the client makes zeros of what nobody said, and our handler believes it where an answer breaks off",
  },
  {
    frameworks: LANGCHAIN,
    client: "ChatXAI",
    form: "streamed",
    fields: ["billedNanoUsd"],
    reason: "LangChain adds up what each chunk says, and chunks may say it more than once",
  },
];
