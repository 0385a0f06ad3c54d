import { aiSdkDriver } from "./drivers/ai-sdk.ts";
import { langchainDriver } from "./drivers/langchain.ts";
import { rawDriver } from "./drivers/raw.ts";
import { runConformance } from "./run-conformance.ts";

runConformance(rawDriver, { reference: true });
runConformance(langchainDriver);
runConformance(aiSdkDriver);
