import type { Exchange } from "./exchange.ts";
import type { Fact, Field } from "./facts.ts";
import { at, count, list, sum } from "./json.ts";
import { wireOf } from "./wires/index.ts";

/** Something that a framework's client keeps from everybody outside it. */
export interface Gap {
  readonly framework: string;
  readonly client: string;
  /** @default both */
  readonly form?: Exchange["form"];
  readonly fields: readonly Field[];
  /** Which answers it is about. @default all */
  readonly when?: (exchange: Exchange, field: Field) => boolean;
  /** What stands there instead. @default unknown: a gap excuses silence and no wrong number */
  readonly instead?: (exchange: Exchange, field: Field) => Fact;
  readonly reason: string;
}

/** What cannot be known, whatever an adapter does. One that starts to be right fails the run. */
export const GAPS: readonly Gap[] = [
  {
    framework: "langchain",
    client: "ChatGoogleGenerativeAI",
    fields: ["responseId", "responseModel"],
    reason: "the client copies neither responseId nor modelVersion, and no callback sees the body",
  },
  {
    framework: "langchain",
    client: "ChatGoogleGenerativeAI",
    form: "streamed",
    fields: ["inputTokens", "cacheReadTokens", "outputTokens", "reasoningTokens", "finishReasons"],
    ...seeing(without((chunk) => at(chunk, "candidates", 0, "content") === undefined)),
    reason: "the client drops a chunk without content, and the counts and the finish reason with it",
  },
  {
    framework: "langchain",
    client: "ChatGoogleGenerativeAI",
    fields: ["outputTokens", "reasoningTokens"],
    when: (exchange) => toolTokens(exchange) !== undefined,
    instead: (exchange, field) => sum(count(factOf(exchange, field)), toolTokens(exchange)),
    reason:
      "thoughts can only be told as what is left of the total, and Google's own tools' tokens are in that as well",
  },
  {
    framework: "langchain",
    client: "ChatGoogleGenerativeAI",
    fields: ["finishReasons"],
    ...seeing((payloads) => payloads.map(firstCandidate)),
    reason: "the client reads the first candidate alone",
  },
  {
    framework: "langchain",
    client: "ChatMistralAI",
    fields: ["cacheReadTokens", "reasoningTokens", "responseId"],
    reason: "the client copies three counts of the usage, and not the id",
  },
  {
    framework: "langchain",
    client: "ChatMistralAI",
    form: "streamed",
    fields: ["inputTokens", "outputTokens", "finishReasons"],
    ...seeing(without(isEmptyDelta)),
    reason:
      "the client drops a chunk without content, and the finish reason with it; one without choices, and its counts",
  },
  {
    framework: "langchain",
    client: "ChatAnthropic",
    form: "streamed",
    fields: ["inputTokens", "cacheReadTokens", "cacheWriteTokens"],
    ...seeing(without((chunk) => at(chunk, "type") === "message_delta")),
    reason: "the client drops what the last event says of the input, so the first event's counts are all there is",
  },
  {
    framework: "langchain",
    client: "ChatOpenAI",
    form: "streamed",
    fields: ["error"],
    when: ({ payloads }) => payloads.some((payload) => at(payload, "type") === "response.failed"),
    reason: "the client drops the event response.failed, and the stream ends as if nothing were wrong",
  },
  {
    framework: "langchain",
    client: "OpenAIEmbeddings",
    fields: ["inputTokens", "responseModel"],
    reason: "the client returns the vectors alone",
  },
];

type Payloads = Exchange["payloads"];

/** Answers that would say something else if they were no more than what the client sees of them; that stands instead. */
function seeing(seen: (payloads: Payloads) => Payloads): Required<Pick<Gap, "when" | "instead">> {
  const instead = (exchange: Exchange, field: Field): Fact =>
    factOf({ ...exchange, payloads: seen(exchange.payloads) }, field);
  return { instead, when: (exchange, field) => instead(exchange, field) !== factOf(exchange, field) };
}

function without(isDropped: (chunk: unknown) => boolean): (payloads: Payloads) => Payloads {
  return (payloads) => payloads.filter((chunk) => !isDropped(chunk));
}

function firstCandidate(payload: unknown): unknown {
  return { ...Object(payload), candidates: list(at(payload, "candidates")).slice(0, 1) };
}

function factOf({ wire, payloads, provider }: Exchange, field: Field): Fact {
  return wireOf(wire).toFacts(payloads, provider)[field];
}

function isEmptyDelta(chunk: unknown): boolean {
  const choice = at(chunk, "choices", 0);
  const said = at(choice, "delta", "content") || at(choice, "delta", "tool_calls") || at(chunk, "usage");
  return choice === undefined || !said;
}

function toolTokens({ payloads }: Exchange): number | undefined {
  return payloads.map((payload) => count(at(payload, "usageMetadata", "toolUsePromptTokenCount"))).findLast(Boolean);
}
