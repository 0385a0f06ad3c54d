import type { Exchange } from "./exchange.ts";
import type { Declared } from "./gaps/gap.ts";
import { isFailure } from "./to-error-status.ts";

/** Something in a record that is otherwise with these clients, and that no oracle reads in the answer. */
export interface KnownDifference extends Declared {
  readonly paths: readonly string[];
  /** Which answers it is about. @default all */
  readonly when?: (exchange: Exchange) => boolean;
}

const LANGCHAIN = ["langchain"];
const AI_SDK = ["ai-sdk-7", "ai-sdk-6", "ai-sdk-5"];

/** What a provider's package lets out has its place among the gaps. One that nothing shows any more fails the run. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    frameworks: AI_SDK,
    form: "streamed",
    paths: ["response.id", "response.model", "response.finishReasons", "usage.inputTokens", "usage.outputTokens"],
    when: ({ payloads }) => payloads.some(isFailure),
    reason: "of an answer that breaks off, LangChain hands over the counts that had come, and the AI SDK all but them",
  },
  {
    frameworks: AI_SDK,
    form: "streamed",
    paths: ["error.type"],
    when: ({ payloads }) => payloads.some(isFailure),
    reason:
      "what breaks off has no status any more: LangChain's clients tell an error's class, the AI SDK what it said",
  },
  {
    frameworks: AI_SDK,
    client: "openai-compatible",
    paths: ["provider"],
    reason: "who makes the client names the provider, and LangChain's client for OpenAI takes everybody for OpenAI",
  },
  {
    frameworks: LANGCHAIN,
    client: "ChatAnthropic",
    paths: ["request.maxTokens"],
    reason: "the client tells the limit that it sets itself; the AI SDK's package sets its own where nobody sees it",
  },
  {
    frameworks: LANGCHAIN,
    client: "ChatGroq",
    paths: ["request.temperature"],
    reason: "the client asks for a temperature of its own accord, and the AI SDK for none",
  },
  {
    frameworks: LANGCHAIN,
    client: "ChatMistralAI",
    paths: ["request.temperature", "request.topP"],
    reason: "the client asks for both of its own accord, and the AI SDK for neither",
  },
  {
    frameworks: LANGCHAIN,
    client: "ChatGoogleGenerativeAI",
    form: "streamed",
    paths: ["request.stream"],
    reason: "the client tells of no chunk without text, so that a stream of function calls alone looks whole",
  },
  {
    frameworks: LANGCHAIN,
    client: "ChatGoogleGenerativeAI",
    form: "whole",
    paths: ["request.stream"],
    reason: "the client tells of a whole answer as of a chunk, so that our handler says outright that it was no stream",
  },
];
