import { tool } from "@langchain/core/tools";
import { z } from "zod";
import type { Reply } from "./scripted-model.ts";

export const weather = tool(async ({ city }) => `sunny in ${city}`, {
  name: "weather",
  description: "weather",
  schema: z.object({ city: z.string() }),
});

export const WRONG: readonly Reply[] = [[{ name: "weather", args: { town: 7 }, id: "call-1" }], "sorry"];
export const UNKNOWN: readonly Reply[] = [[{ name: "wether", args: { city: "Rome" }, id: "call-1" }], "sorry"];
export const INVALID = "  execute_tool weather [error InvalidToolArguments]";
export const NO_TOOL = "  execute_tool wether [error UnknownTool]";
