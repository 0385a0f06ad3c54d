import type { Driver } from "../driver.ts";
import { aiSdkDriver } from "./ai-sdk.ts";
import { langchain1Driver } from "./langchain-1.ts";
import { rawDriver } from "./raw.ts";

/** Those that have to reach every golden, the reference first. */
export const drivers: readonly Driver[] = [rawDriver, langchain1Driver, aiSdkDriver];
