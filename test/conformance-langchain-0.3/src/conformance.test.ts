import { runConformance } from "@isospan-private/conformance";
import { langchain03Driver } from "./langchain-0.3.ts";

runConformance(langchain03Driver);
