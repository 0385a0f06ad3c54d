import { expect, it } from "vitest";
import type { WireName } from "../exchange.ts";
import { aiSdk7 } from "./ai-sdk-7.ts";

it.each<[string, WireName, string]>([
  ["groq", "openai-chat", "groq"],
  ["azure", "openai-responses", "azure"],
  ["groq", "openai-responses", "openai"],
  ["fireworks", "openai-chat", "openai-compatible"],
  ["google-vertex", "anthropic-messages", "anthropic"],
])("%s's %s are played by its own package, else by the format's: %s", (provider, wire, name) => {
  expect(aiSdk7.clientFor(provider, wire)?.name).toBe(name);
});

it("embeddings of others have no package", () => {
  expect(aiSdk7.clientFor("mistral", "openai-embeddings")).toBeUndefined();
});
