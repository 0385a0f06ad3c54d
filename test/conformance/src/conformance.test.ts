import { aiSdkDriver } from "./drivers/ai-sdk.ts";
import { langchain1Driver } from "./drivers/langchain-1.ts";
import { rawDriver } from "./drivers/raw.ts";
import { runConformance } from "./run-conformance.ts";

runConformance(rawDriver, { reference: true });
runConformance(langchain1Driver);
runConformance(aiSdkDriver);
