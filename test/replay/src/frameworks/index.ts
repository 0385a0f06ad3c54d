import { aiSdk5 } from "./ai-sdk-5.ts";
import { aiSdk6 } from "./ai-sdk-6.ts";
import { aiSdk7 } from "./ai-sdk-7.ts";
import type { Framework } from "./framework.ts";
import { langchain } from "./langchain.ts";

/** All that play recordings. */
export const FRAMEWORKS: readonly Framework[] = [langchain, aiSdk7, aiSdk6, aiSdk5];
