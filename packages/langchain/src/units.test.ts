import { describe, expect, test } from "vitest";
import { toUnits } from "./to-units.ts";

const found = { type: "web_search_tool_result", tool_use_id: "1", content: [{ type: "web_search_result" }] };
const failed = { type: "web_search_tool_result", tool_use_id: "2", content: { error_code: "unavailable" } };

describe("what the provider's own tools did", () => {
  test.each([
    ["is Anthropic's count, whatever else stands there", { server_tool_use: { web_search_requests: 3 } }, [found], 3],
    ["is counted where a stream has lost the count, without searches that failed", {}, [found, failed, found], 2],
    ["is unknown where nothing was searched", { server_tool_use: { web_search_requests: 0 } }, [], undefined],
    ["is unknown where the content is a text", {}, "Rome", undefined],
  ])("%s", (_, usage, content, web_search) => {
    const units = toUnits({ content, response_metadata: { usage } });

    expect(units).toEqual(web_search === undefined ? undefined : { web_search });
  });

  test("is OpenAI's searches, not the pages that it opened", () => {
    const tool_outputs = [
      { type: "web_search_call", action: { type: "search" } },
      { type: "web_search_call", action: { type: "open_page" } },
      { type: "file_search_call" },
      { type: "web_search_call" },
    ];

    expect(toUnits({ additional_kwargs: { tool_outputs } })).toEqual({ web_search: 2 });
  });
});
