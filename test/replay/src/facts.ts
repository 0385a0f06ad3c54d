/** What is compared of a model call, in the order of the table. */
export const FIELDS = [
  "provider",
  "inputTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "cacheWrite1hTokens",
  "outputTokens",
  "reasoningTokens",
  "audioInputTokens",
  "audioOutputTokens",
  "webSearches",
  "responseId",
  "responseModel",
  "finishReasons",
  "serviceTier",
  "billedNanoUsd",
  "costNanoUsd",
  "error",
] as const;

/** What a cost is made of. */
export const TOKEN_FIELDS: ReadonlySet<Field> = new Set<Field>([
  "inputTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "cacheWrite1hTokens",
  "outputTokens",
  "reasoningTokens",
  "audioInputTokens",
  "audioOutputTokens",
  "webSearches",
  "billedNanoUsd",
]);

export type Field = (typeof FIELDS)[number];

/** Unknown is `undefined`; 0 means zero. Finish reasons stand comma-separated, one per choice; an error is its type. */
export type Fact = number | string | undefined;

/** What is left out is not compared. */
export type Facts = Readonly<Partial<Record<Field, Fact>>>;

/** An error whose type the payload does not tell: it came after the status line. */
export const ANY_ERROR = "any error";

/** What a call has that got no answer. */
export const NO_ANSWER: Facts = Object.fromEntries(
  FIELDS.filter((field) => !["provider", "costNanoUsd", "error"].includes(field)).map((field) => [field, undefined]),
);
