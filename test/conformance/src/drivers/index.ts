import type { Driver } from "../driver.ts";
import { aiSdk5Driver } from "./ai-sdk-5.ts";
import { aiSdk6Driver, aiSdk6OldModelsDriver } from "./ai-sdk-6.ts";
import { aiSdk7Driver } from "./ai-sdk-7.ts";
import { langchain1Driver } from "./langchain-1.ts";
import { rawDriver } from "./raw.ts";

/** Those that have to reach every golden, the reference first. */
export const drivers: readonly Driver[] = [
  rawDriver,
  langchain1Driver,
  aiSdk7Driver,
  aiSdk6Driver,
  aiSdk6OldModelsDriver,
  aiSdk5Driver,
];
