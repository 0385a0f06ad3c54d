import { AI_SDK_GAPS } from "./ai-sdk.ts";
import { AI_SDK_UNREAD } from "./ai-sdk-unread.ts";
import type { Gap } from "./gap.ts";
import { LANGCHAIN_GAPS } from "./langchain.ts";
import { LANGCHAIN_UNREAD } from "./langchain-unread.ts";

/** What cannot be known, or is not yet. One that starts to be right fails the run. */
export const GAPS: readonly Gap[] = [...LANGCHAIN_GAPS, ...LANGCHAIN_UNREAD, ...AI_SDK_GAPS, ...AI_SDK_UNREAD];
