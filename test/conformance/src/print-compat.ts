/* Prints the compatibility table: pnpm compat */
import { langchain03Driver } from "../../conformance-langchain-0.3/src/langchain-0.3.ts";
import { toCompatTable } from "./compat.ts";
import { drivers } from "./drivers/index.ts";
import { scenarios } from "./scenarios/index.ts";

console.log(toCompatTable([...drivers, langchain03Driver], scenarios));
