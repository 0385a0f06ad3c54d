import { drivers } from "./drivers/index.ts";
import { rawDriver } from "./drivers/raw.ts";
import { runConformance } from "./run-conformance.ts";

for (const driver of drivers) runConformance(driver, { reference: driver === rawDriver });
