import type { Exchange } from "./exchange.ts";
import type { Fact, Field } from "./facts.ts";
import { at } from "./json.ts";
import { anthropicMessages } from "./wires/anthropic-messages.ts";

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
    client: "ChatMistralAI",
    fields: ["cacheReadTokens", "reasoningTokens", "responseId"],
    reason: "the client copies three counts of the usage, and not the id",
  },
  {
    framework: "langchain",
    client: "ChatAnthropic",
    form: "streamed",
    fields: ["inputTokens", "cacheReadTokens", "cacheWriteTokens"],
    when: (exchange, field) => saidFirst(exchange, field) !== anthropicMessages.toFacts(exchange.payloads, "")[field],
    instead: saidFirst,
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
];

function saidFirst({ payloads }: Exchange, field: Field): Fact {
  return anthropicMessages.toFacts(payloads.slice(0, 1), "")[field];
}
