/* Prints the compatibility table: pnpm compat */
import { langchain03Driver } from "../../conformance-langchain-0.3/src/langchain-0.3.ts";
import { langchain11Driver } from "../../conformance-langchain-1.1/src/langchain-1.1.ts";
import { toCompatTable } from "./compat.ts";
import { drivers } from "./drivers/index.ts";
import { scenarios } from "./scenarios/index.ts";

console.log(toCompatTable([...drivers, langchain11Driver, langchain03Driver], scenarios));
