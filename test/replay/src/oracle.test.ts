import { expect, it } from "vitest";
import type { Fact } from "./facts.ts";
import { ownExchange } from "./own-recordings.ts";
import { wireOf } from "./wires/index.ts";

type Counts = readonly [
  input: Fact,
  cacheRead: Fact,
  cacheWrite: Fact,
  cacheWrite1h: Fact,
  output: Fact,
  reasoning: Fact,
];
type Names = readonly [id: Fact, model: Fact, finish: Fact];
const none = undefined;

/** By hand, from the files: what a person would say who reads the payload with the provider's documentation beside it. */
const READ: readonly (readonly [path: string, counts: Counts, names: Names])[] = [
  [
    "openai/chat-reasoning.json",
    [1200, 1024, none, none, 340, 192],
    ["chatcmpl-own-1", "gpt-5-mini-2025-08-07", "stop"],
  ],
  [
    "openai/chat-reasoning.chunks.txt",
    [1201, 1025, none, none, 341, 193],
    ["chatcmpl-own-2", "gpt-5-mini-2025-08-07", "stop"],
  ],
  [
    "openai/chat-two-choices.json",
    [60, 0, none, none, 41, 0],
    ["chatcmpl-own-4", "gpt-5-mini-2025-08-07", "stop,length"],
  ],
  [
    "openai/chat-without-usage.json",
    [none, none, none, none, none, none],
    ["chatcmpl-own-5", "gpt-5-mini-2025-08-07", "stop"],
  ],
  [
    "openai/chat-tool-call.chunks.txt",
    [211, 0, none, none, 28, 0],
    ["chatcmpl-own-6", "gpt-5-mini-2025-08-07", "tool_call"],
  ],
  ["openai/responses-reasoning.json", [1500, 1280, none, none, 420, 256], ["resp_own_1", "gpt-5-2025-08-07", "stop"]],
  ["openai/responses-tool-call.json", [310, 0, none, none, 33, 0], ["resp_own_2", "gpt-5-2025-08-07", "tool_call"]],
  ["openai/responses-cut-short.json", [80, 0, none, none, 16, 12], ["resp_own_3", "gpt-5-2025-08-07", "length"]],
  ["openai/responses-cut-short.chunks.txt", [81, 0, none, none, 17, 13], ["resp_own_6", "gpt-5-2025-08-07", "length"]],
  ["openai/embedding.json", [4, none, none, none, none, none], [none, "text-embedding-3-small", none]],
  // 21 + 1100 written + 5000 read.
  ["anthropic/cache.json", [6121, 5000, 1100, 800, 57, none], ["msg_own_1", "claude-sonnet-4-5-20250929", "stop"]],
  // The first event says 3 tokens of output, the last one 58: in all, not more.
  [
    "anthropic/cache.chunks.txt",
    [6121, 5000, 1100, 800, 58, none],
    ["msg_own_3", "claude-sonnet-4-5-20250929", "stop"],
  ],
  ["anthropic/thinking.json", [47, 0, 0, none, 165, 139], ["msg_own_9", "claude-sonnet-4-5-20250929", "stop"]],
  ["anthropic/thinking.chunks.txt", [48, 0, 0, none, 166, 140], ["msg_own_10", "claude-sonnet-4-5-20250929", "stop"]],
  [
    "anthropic/tool-use.json",
    [333, none, none, none, 44, none],
    ["msg_own_2", "claude-sonnet-4-5-20250929", "tool_call"],
  ],
  ["anthropic/pause-turn.json", [334, none, none, none, 45, none], ["msg_own_8", "claude-sonnet-4-5-20250929", "stop"]],
  [
    "anthropic/input-grows.chunks.txt",
    [75, none, none, none, 9, none],
    ["msg_own_7", "claude-sonnet-4-5-20250929", "stop"],
  ],
  // 31 + 170 thoughts.
  ["google/thoughts-and-cache.json", [2100, 2048, none, none, 201, 170], ["own-1", "gemini-2.5-flash", "stop"]],
  ["google/thoughts-and-cache.chunks.txt", [2101, 2049, none, none, 203, 171], ["own-4", "gemini-2.5-flash", "stop"]],
  ["google/recitation.json", [15, none, none, none, 3, none], ["own-9", "gemini-2.5-flash", "content_filter"]],
  ["google/function-call.json", [52, none, none, none, 14, none], ["own-2", "gemini-2.5-flash", "tool_call"]],
  ["google/blocked.json", [14, none, none, none, 0, none], ["own-6", "gemini-2.5-flash", "content_filter"]],
  // 70 + 300 of Google's own tools, 13 + 25 thoughts.
  ["google/server-tool.json", [370, none, none, none, 38, 25], ["own-8", "gemini-2.5-flash", "stop"]],
  ["mistral/cache.json", [700, 640, none, none, 11, none], ["own-mistral-2", "mistral-medium-2508", "stop"]],
  ["mistral/text.chunks.txt", [19, none, none, none, 10, none], ["own-mistral-4", "mistral-medium-2508", "stop"]],
  ["groq/reasoning.json", [400, 256, none, none, 90, 64], ["chatcmpl-own-groq-1", "openai/gpt-oss-20b", "stop"]],
  ["groq/text.chunks.txt", [41, none, none, none, 12, none], ["chatcmpl-own-groq-4", "openai/gpt-oss-20b", "stop"]],
  ["deepseek/reasoning.json", [520, 448, none, none, 88, 61], ["own-deepseek-1", "deepseek-reasoner", "stop"]],
  ["deepseek/reasoning.chunks.txt", [521, 449, none, none, 89, 62], ["own-deepseek-2", "deepseek-reasoner", "stop"]],
  // 25 + 188 of reasoning.
  ["xai/reasoning.json", [290, 240, none, none, 213, 188], ["own-xai-1", "grok-3-mini", "stop"]],
  // 24 and, beside it, 128 of cache.
  ["xai/cache-beside-prompt.json", [152, 128, none, none, 30, 0], ["own-xai-7", "grok-4", "stop"]],
  ["xai/responses.chunks.txt", [611, 513, none, none, 78, 41], ["own-xai-6", "grok-4-fast", "stop"]],
  // 17 + 900 written + 4000 read.
  ["amazon-bedrock/cache.json", [4917, 4000, 900, 350, 46, none], [none, none, "stop"]],
  ["amazon-bedrock/cut-short.chunks.txt", [22, none, none, none, 16, none], [none, none, "length"]],
  ["openrouter/cache-write.json", [1900, 512, 1024, none, 73, 64], ["gen-own-1", "openai/gpt-5-mini", "stop"]],
  // 595 tokens went in and 11 came out; 530 and 9 are billed.
  ["cohere/text.json", [530, 448, none, none, 9, none], ["own-cohere-1", none, "stop"]],
  ["cohere/text.chunks.txt", [531, 449, none, none, 10, none], ["own-cohere-3", none, "stop"]],
  ["cohere/tool-call.json", [37, none, none, none, 18, none], ["own-cohere-2", none, "tool_call"]],
  ["cohere/cut-short.chunks.txt", [38, none, none, none, 2, none], ["own-cohere-4", none, "length"]],
  ["azure/filtered.json", [33, 0, none, none, 8, 0], ["chatcmpl-own-azure-1", "gpt-4.1-2025-04-14", "content_filter"]],
  ["azure/text.chunks.txt", [34, 0, none, none, 9, 0], ["chatcmpl-own-azure-2", "gpt-4.1-2025-04-14", "stop"]],
];

it.each(READ)("the oracle reads %s as a person does", (path, counts, names) => {
  const { payloads, provider, wire } = ownExchange(path);
  const [inputTokens, cacheReadTokens, cacheWriteTokens, cacheWrite1hTokens, outputTokens, reasoningTokens] = counts;
  const [responseId, responseModel, finishReasons] = names;
  expect(wireOf(wire).toFacts(payloads, provider)).toMatchObject({
    inputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    cacheWrite1hTokens,
    outputTokens,
    reasoningTokens,
    responseId,
    responseModel,
    finishReasons,
  });
});

it.each<[path: string, tier: Fact, billed: Fact, audioIn: Fact, audioOut: Fact]>([
  ["openai/chat-reasoning.json", "default", none, 0, 0],
  ["openai/chat-reasoning.chunks.txt", "default", none, 0, 0],
  ["openai/responses-reasoning.json", "default", none, none, none],
  ["anthropic/cache.chunks.txt", "standard", none, none, none],
  ["groq/reasoning.json", "on_demand", none, none, none],
  // 1,585,000 ten-billionths of a dollar.
  ["xai/reasoning.json", none, 158_500, 0, 0],
  ["xai/responses.chunks.txt", "default", 99_100, none, none],
  ["openrouter/cache-write.json", none, 1_230_000, none, none],
  ["cohere/text.json", none, none, none, none],
])("the oracle reads tier, cost and audio of %s as a person does", (path, ...read) => {
  const { payloads, provider, wire } = ownExchange(path);
  const [serviceTier, billedNanoUsd, audioInputTokens, audioOutputTokens] = read;
  const facts = wireOf(wire).toFacts(payloads, provider);
  expect(facts).toMatchObject({ serviceTier, billedNanoUsd, audioInputTokens, audioOutputTokens });
});
