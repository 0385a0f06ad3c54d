import { tool } from "@langchain/core/tools";
import { z } from "zod";

/** A tool that takes anything. */
export function toTool(name: string, run: (input: Record<string, unknown>, config: object) => unknown = () => "found") {
  return tool(async (input, config) => run(input, config), { name, description: name, schema: z.looseObject({}) });
}

/** What people say to agents. */
export const ASK = { messages: [{ role: "user" as const, content: "Hello" }] };

/** Until everything that can happen now has happened. */
export const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
