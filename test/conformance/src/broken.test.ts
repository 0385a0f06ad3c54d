import { expect, test } from "vitest";
import { brokenDrivers } from "./drivers/broken.ts";
import { readGolden } from "./golden.ts";
import { normalise } from "./normalise.ts";
import { observe } from "./observe.ts";
import { scenarios } from "./scenarios/index.ts";

const SETTING = { sdk: "3", profile: "1.41" } as const;
/** Where each fault shows. A fault in what a scenario has none of cannot show there. */
const SHOWS_IN: Readonly<Record<string, readonly string[]>> = {
  "wrong parent": ["automatic_tool_calling", "nested_agents", "concurrent_requests", "parallel_tools", "no_sdk"],
  "dropped cache tokens": ["cached_tokens"],
  "cache excluded from input": ["cached_tokens"],
  "double end": ["inference", "streaming", "automatic_tool_calling", "provider_error", "retry_then_success"],
  "no end": ["inference", "streaming", "automatic_tool_calling", "provider_error", "retry_then_success"],
  "dropped documents": ["retrieval", "retrieval_with_content"],
  "dropped errors": ["stream_error_part", "provider_error", "tool_error", "parse_failure", "hostile_values"],
  "tool results kept back": ["tool_silent_failure", "automatic_tool_calling_with_content"],
  "results made into text": ["hostile_values"],
  "interrupts taken for errors": ["interrupt_and_resume", "interrupt_and_refuse"],
  "dropped decisions": ["interrupt_and_refuse"],
  "dropped output type": ["structured_output", "parse_failure"],
  "dropped conversation and user": ["conversation", "user_context"],
  "embeddings taken for chats": ["embeddings", "embeddings_usage"],
  "workflows left out": ["workflow"],
  "pictures named by the framework's word": ["multimodal"],
};

for (const driver of brokenDrivers) {
  for (const name of SHOWS_IN[driver.name] ?? []) {
    test(`a driver with ${driver.name} is refused by ${name}`, async () => {
      const scenario = scenarios.find((each) => each.name === name);
      if (scenario === undefined) throw new Error(`no scenario ${name}`);
      const found = normalise(await observe(driver, scenario, SETTING), scenario.differs);
      expect(found).not.toEqual(readGolden(name, SETTING.profile));
    });
  }
}

test("every broken driver is refused somewhere", () => {
  expect(brokenDrivers.map((driver) => driver.name).sort()).toEqual(Object.keys(SHOWS_IN).sort());
});
