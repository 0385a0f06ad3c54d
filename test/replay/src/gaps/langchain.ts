import type { Exchange } from "../exchange.ts";
import { at, count, sum } from "../json.ts";
import type { Gap } from "./gap.ts";
import { factOf, firstOf, seeing, without } from "./seeing.ts";

/** What LangChain's clients keep to themselves. */
export const LANGCHAIN_GAPS: readonly Gap[] = [
  {
    frameworks: ["langchain"],
    client: "ChatGoogleGenerativeAI",
    fields: ["responseId", "responseModel"],
    reason: "the client copies neither responseId nor modelVersion, and no callback sees the body",
  },
  {
    frameworks: ["langchain"],
    client: "ChatGoogleGenerativeAI",
    form: "streamed",
    fields: ["inputTokens", "cacheReadTokens", "outputTokens", "reasoningTokens", "finishReasons"],
    ...seeing(without((chunk) => at(chunk, "candidates", 0, "content") === undefined)),
    reason: "the client drops a chunk without content, and the counts and the finish reason with it",
  },
  {
    frameworks: ["langchain"],
    client: "ChatGoogleGenerativeAI",
    fields: ["inputTokens", "outputTokens", "reasoningTokens"],
    when: (exchange) => toolTokens(exchange) !== undefined,
    instead: (exchange, field) => {
      const tokens = toolTokens(exchange) ?? 0;
      return sum(count(factOf(exchange, field)), field === "inputTokens" ? -tokens : tokens);
    },
    reason:
      "the client drops what Google's own tools put into the prompt, and what is left of the total can only be thoughts",
  },
  {
    frameworks: ["langchain"],
    client: "ChatGoogleGenerativeAI",
    fields: ["finishReasons"],
    ...seeing(firstOf("candidates")),
    reason: "the client reads the first candidate alone",
  },
  {
    frameworks: ["langchain"],
    client: "ChatMistralAI",
    fields: ["cacheReadTokens", "reasoningTokens", "responseId"],
    reason: "the client copies three counts of the usage, and not the id",
  },
  {
    frameworks: ["langchain"],
    client: "ChatMistralAI",
    form: "streamed",
    fields: ["inputTokens", "outputTokens", "finishReasons"],
    ...seeing(without(isEmptyDelta)),
    reason:
      "the client drops a chunk without content, and the finish reason with it; one without choices, and its counts",
  },
  {
    frameworks: ["langchain"],
    client: "ChatAnthropic",
    form: "streamed",
    fields: ["inputTokens", "cacheReadTokens", "cacheWriteTokens"],
    ...seeing(without((chunk) => at(chunk, "type") === "message_delta")),
    reason: "the client drops what the last event says of the input, so the first event's counts are all there is",
  },
  {
    frameworks: ["langchain"],
    client: "ChatAnthropic",
    form: "streamed",
    fields: ["webSearches"],
    reason: "the client drops the count; where it was asked without tools, as here, what it found as well",
  },
  {
    frameworks: ["langchain"],
    client: "ChatOpenAI",
    form: "streamed",
    fields: ["error"],
    when: ({ payloads }) => payloads.some((payload) => at(payload, "type") === "response.failed"),
    reason: "the client drops the event response.failed, and the stream ends as if nothing were wrong",
  },
  {
    frameworks: ["langchain"],
    client: "ChatAnthropic",
    form: "streamed",
    fields: ["reasoningTokens"],
    reason: "the client drops what the last event says of the output but its total",
  },
  {
    frameworks: ["langchain"],
    client: "ChatOpenAI",
    form: "whole",
    fields: ["serviceTier"],
    when: ({ wire }) => wire === "openai-chat",
    reason: "the client copies the tier of a stream alone",
  },
  {
    frameworks: ["langchain"],
    client: "ChatOpenAI",
    fields: ["billedNanoUsd"],
    reason: "the client takes everybody for OpenAI, and a cost is dollars with OpenRouter alone",
  },
  {
    frameworks: ["langchain"],
    client: "ChatOpenAI",
    fields: ["costNanoUsd"],
    when: ({ provider }) => provider === "openrouter",
    reason: "the client takes everybody for OpenAI, who has no such model and no price for it",
  },
  {
    frameworks: ["langchain"],
    client: "ChatXAIResponses",
    fields: ["serviceTier", "billedNanoUsd"],
    reason: "the client copies neither",
  },
  {
    frameworks: ["langchain"],
    client: "OpenAIEmbeddings",
    fields: ["inputTokens", "responseModel"],
    reason: "the client returns the vectors alone",
  },
];

function isEmptyDelta(chunk: unknown): boolean {
  const choice = at(chunk, "choices", 0);
  const said = at(choice, "delta", "content") || at(choice, "delta", "tool_calls") || at(chunk, "usage");
  return choice === undefined || !said;
}

function toolTokens({ payloads }: Exchange): number | undefined {
  return payloads.map((payload) => count(at(payload, "usageMetadata", "toolUsePromptTokenCount"))).findLast(Boolean);
}
