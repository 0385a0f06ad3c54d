import type { Usage } from "@isospan/core";
import { number, object } from "./shapes.ts";
import type { ModelMessage } from "./to-model-usage.ts";

/** What the provider's own tools did, which is billed apart. Anthropic counts it; else it is to be counted. */
export function toUnits(message: ModelMessage | undefined): Usage["units"] {
  const { response_metadata, additional_kwargs, content } = message ?? {};
  const counted = number(object(object(object(response_metadata).usage).server_tool_use).web_search_requests);
  const web_search = counted ?? countOf(content, isFound) + countOf(object(additional_kwargs).tool_outputs, isSearch);
  return web_search > 0 ? { web_search } : undefined;
}

function countOf(list: unknown, is: (item: unknown) => boolean): number {
  return Array.isArray(list) ? list.filter(is).length : 0;
}

/**
 * Anthropic's count is lost where it streams. A search that failed is not billed.
 * @see https://docs.claude.com/en/docs/agents-and-tools/tool-use/web-search-tool
 */
function isFound(block: unknown): boolean {
  const { type, content } = object(block);
  return type === "web_search_tool_result" && Array.isArray(content);
}

/**
 * Of OpenAI's. Opening a page that was found is no search of its own.
 * @see https://platform.openai.com/docs/guides/tools-web-search
 */
function isSearch(output: unknown): boolean {
  const { type, action } = object(output);
  return type === "web_search_call" && (object(action).type ?? "search") === "search";
}
