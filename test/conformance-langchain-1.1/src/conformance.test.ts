import { runConformance } from "@isospan-private/conformance";
import { langchain11Driver } from "./langchain-1.1.ts";

runConformance(langchain11Driver);
