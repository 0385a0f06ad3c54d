import { expect, it } from "vitest";
import type { WireName } from "../exchange.ts";
import { langchain } from "./langchain.ts";

it.each<[string, WireName, string]>([
  ["groq", "openai-chat", "ChatGroq"],
  ["azure", "openai-responses", "AzureChatOpenAI"],
  ["groq", "openai-responses", "ChatOpenAI"],
  ["fireworks", "openai-chat", "ChatOpenAI"],
  ["google-vertex", "anthropic-messages", "ChatAnthropic"],
])("%s's %s are played by its own client, else by the format's: %s", (provider, wire, name) => {
  expect(langchain.clientFor(provider, wire)?.name).toBe(name);
});

it("embeddings of others have no client", () => {
  expect(langchain.clientFor("mistral", "openai-embeddings")).toBeUndefined();
});
