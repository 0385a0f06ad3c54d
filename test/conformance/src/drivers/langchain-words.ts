import type { Reply, ScriptedUsage, ToolDeclaration } from "../scenario.ts";

/** As the packages of providers convert them. */
export function toOpenAiTool({ name, description, schema: parameters }: BoundTool): object {
  return { type: "function", function: { name, description, parameters } };
}

export interface BoundTool extends Omit<ToolDeclaration, "parameters"> {
  readonly schema: object;
}

/** As OpenAI's client words it. */
export function toError({ status, message }: NonNullable<Reply["error"]>): Error {
  return Object.assign(new Error(`${status} ${message}`), { status });
}

export function toUsageMetadata({ input, output, cacheRead, reasoning }: ScriptedUsage) {
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
    ...(cacheRead !== undefined && { input_token_details: { cache_read: cacheRead } }),
    ...(reasoning !== undefined && { output_token_details: { reasoning } }),
  };
}
