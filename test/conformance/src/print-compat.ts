/* Prints the compatibility table: pnpm compat */
import { toCompatTable } from "./compat.ts";
import { drivers } from "./drivers/index.ts";
import { scenarios } from "./scenarios/index.ts";

console.log(toCompatTable(drivers, scenarios));
