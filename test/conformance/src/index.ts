export type { Driver } from "./driver.ts";
export { runConformance } from "./run-conformance.ts";
export type { ToolDeclaration } from "./scenario.ts";
