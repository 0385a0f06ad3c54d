import type { Usage } from "@isospan/core";
import { type Fields, fields, finite } from "./fields.ts";
import type { ContentPart } from "./shapes.ts";

/** What the provider's own tools did, which is billed apart: Anthropic counts it, OpenAI lists it in the answer. */
export function toUnits(raw: Fields, metadata: Fields, content: readonly ContentPart[] = []): Usage["units"] {
  const own = fields(fields(metadata.anthropic).usage);
  const counted = finite(fields(raw.server_tool_use ?? own.server_tool_use).web_search_requests);
  const web_search = counted ?? content.filter(isWebSearch).length;
  return web_search > 0 ? { web_search } : undefined;
}

/**
 * Opening a page that was found is no search of its own.
 * @see https://platform.openai.com/docs/guides/tools-web-search
 */
export function isWebSearch({ type, result }: ContentPart): boolean {
  return type === "tool-result" && fields(fields(result).action).type === "search";
}
