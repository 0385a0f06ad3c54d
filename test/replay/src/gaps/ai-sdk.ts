import { at, count, list } from "../json.ts";
import type { Gap } from "./gap.ts";
import { factOf, firstOf, seeing, without } from "./seeing.ts";

const ALL = ["ai-sdk-7", "ai-sdk-6", "ai-sdk-5"];
const STREAM = "and a stream has no body";

/** What the AI SDK's provider packages keep to themselves. What they leave out of a whole answer its body still says. */
export const AI_SDK_GAPS: readonly Gap[] = [
  {
    frameworks: ALL,
    client: "google",
    form: "streamed",
    fields: ["responseModel"],
    reason: `the package reads no modelVersion, ${STREAM}`,
  },
  {
    frameworks: ["ai-sdk-5"],
    client: "google",
    form: "streamed",
    fields: ["responseId"],
    reason: `the package reads no responseId, ${STREAM}`,
  },
  {
    frameworks: ALL,
    client: "google",
    fields: ["finishReasons"],
    ...seeing(firstOf("candidates")),
    reason: "the SDK knows one answer, and one finish reason",
  },
  {
    frameworks: ALL,
    client: "openai",
    fields: ["finishReasons"],
    ...seeing(firstOf("choices")),
    reason: "the SDK knows one answer, and one finish reason",
  },
  {
    frameworks: ["ai-sdk-5"],
    client: "openai",
    form: "streamed",
    fields: ["error"],
    when: ({ payloads }) => payloads.some((payload) => at(payload, "type") === "response.failed"),
    reason: "the package drops the event response.failed, and the stream ends as if nothing were wrong",
  },
  {
    frameworks: ALL,
    client: "groq",
    form: "streamed",
    fields: ["inputTokens", "cacheReadTokens", "outputTokens", "reasoningTokens"],
    ...seeing(without((chunk) => list(at(chunk, "choices")).length === 0)),
    reason: "the package reads a stream's usage where Groq had it at first, and not where OpenAI has it",
  },
  {
    frameworks: ["ai-sdk-5"],
    client: "groq",
    form: "streamed",
    fields: ["reasoningTokens"],
    when: (exchange) => factOf(exchange, "inputTokens") !== undefined,
    reason: `the package does not read it, ${STREAM}`,
  },
  {
    frameworks: ["ai-sdk-5"],
    client: "mistral",
    form: "streamed",
    fields: ["cacheReadTokens"],
    reason: `the package does not read it, ${STREAM}`,
  },
  {
    frameworks: ["ai-sdk-5"],
    client: "openai-compatible",
    form: "streamed",
    fields: ["cacheWriteTokens", "billedNanoUsd"],
    reason: `the package reads neither, ${STREAM}`,
  },
  {
    frameworks: ["ai-sdk-5"],
    client: "xai",
    form: "streamed",
    fields: ["serviceTier", "billedNanoUsd"],
    reason: `the package reads neither, ${STREAM}`,
  },
  {
    frameworks: ["ai-sdk-5"],
    form: "streamed",
    fields: ["audioInputTokens", "audioOutputTokens"],
    reason: `the packages read neither, ${STREAM}`,
  },
  ...["openai", "azure"].map((client) => ({
    frameworks: ["ai-sdk-7", "ai-sdk-6"],
    client,
    form: "streamed" as const,
    fields: ["audioInputTokens", "audioOutputTokens"] as const,
    reason: `the package keeps them out of the raw usage, ${STREAM}`,
  })),
  {
    frameworks: ALL,
    client: "openai",
    form: "streamed",
    fields: ["serviceTier"],
    when: ({ wire }) => wire === "openai-chat",
    reason: `the package does not read it, ${STREAM}`,
  },
  {
    frameworks: ["ai-sdk-5"],
    client: "amazon-bedrock",
    fields: ["cacheWrite1hTokens"],
    reason: "the package does not read it, and its answers have no body",
  },
  {
    frameworks: ["ai-sdk-5"],
    client: "cohere",
    form: "streamed",
    fields: ["inputTokens", "cacheReadTokens", "outputTokens"],
    instead: ({ payloads }, field) => consumed(payloads, field),
    reason: `the package reads what was consumed and not what is billed, ${STREAM}`,
  },
];

function consumed(payloads: readonly unknown[], field: string): number | undefined {
  const side = { inputTokens: "input_tokens", outputTokens: "output_tokens" }[field];
  return side === undefined ? undefined : count(at(payloads.at(-1), "delta", "usage", "tokens", side));
}
