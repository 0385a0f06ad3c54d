import { finish, type Play, TEXT_START, text, untilAborted } from "./scripted-model.ts";
import type { Specification, Streamed } from "./sdk.ts";

/** A stream, how it is read, and how the call of the model ends. */
export interface StreamEnding {
  readonly fact: string;
  stream(specification: Specification): readonly Play[];
  /** @default to its end */
  read?(streamed: Streamed, abort: AbortController): Promise<void>;
  readonly options?: () => object;
  readonly ending: string;
  /** Of the agent that asked, where it is another. */
  readonly agent?: string;
  /** Versions that can play it. @default all */
  readonly majors?: readonly string[];
}

const MANY = Array.from({ length: 60 }, (_, i) => text(`word${i} `));
const TYPE_ERROR = { type: "error", error: new TypeError("broken") } as const;
const RANGE_ERROR = { type: "error", error: new RangeError("broken again") } as const;
/** Anthropic's, and that of OpenAI's responses, as their packages for AI SDK 5 hand them on. */
const OVERLOADED = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } } as const;
const LIMITED = {
  type: "error",
  error: { type: "error", error: { type: "server_error", code: "rate_limit_exceeded", message: "Rate limit" } },
} as const;
const TIMEOUT = new DOMException("took too long", "TimeoutError");

const whole = (specification: Specification): readonly Play[] => [TEXT_START, ...MANY, finish(specification)];
const stalled = (): readonly Play[] => [TEXT_START, text("a"), untilAborted];
const silent = (): readonly Play[] => [TEXT_START, untilAborted];

const failed = (specification: Specification) => {
  const finishReason = specification === "v2" ? "error" : { unified: "error", raw: "error" };
  return finish(specification, { more: { finishReason } });
};

/** After three chunks. */
const abortedWith = (reason?: unknown) => async (streamed: Streamed, abort: AbortController) => {
  let read = 0;
  for await (const _ of streamed.textStream) if (++read === 3) abort.abort(reason);
};

async function readHalf({ textStream }: Streamed): Promise<void> {
  for await (const _ of textStream) break;
}

const INTERRUPTED = finish("v4", { more: { finishReason: { unified: "interrupted", raw: undefined } } });

const FAILS: readonly StreamEnding[] = [
  {
    fact: "an error and then a finish is an error",
    stream: (specification) => [TEXT_START, text("a"), TYPE_ERROR, failed(specification)],
    ending: "error TypeError",
  },
  {
    fact: "an error and then a finish that says nothing of it is an error",
    stream: (specification) => [TEXT_START, text("a"), TYPE_ERROR, finish(specification)],
    ending: "error TypeError",
  },
  {
    fact: "a finish that says error, and nothing of it, is an error",
    stream: (specification) => [TEXT_START, text("a"), failed(specification)],
    ending: "error _OTHER",
  },
  {
    fact: "an error that is the provider's own object is an error by its type",
    stream: (specification) => [TEXT_START, text("a"), OVERLOADED, failed(specification)],
    ending: "error overloaded_error",
  },
  {
    fact: "an error that is around the provider's own object is an error by its code",
    stream: (specification) => [TEXT_START, text("a"), LIMITED, failed(specification)],
    ending: "error rate_limit_exceeded",
  },
  {
    fact: "an error without a finish is an error",
    stream: () => [TEXT_START, text("a"), TYPE_ERROR],
    ending: "error TypeError",
  },
  {
    fact: "the first of two errors is the cause",
    stream: () => [TEXT_START, text("a"), TYPE_ERROR, RANGE_ERROR],
    ending: "error TypeError",
  },
  {
    fact: "a stream that breaks is an error",
    stream: () => [TEXT_START, text("a"), new TypeError("broken")],
    ending: "error TypeError",
  },
  {
    fact: "a stream without a finish is incomplete",
    stream: () => [TEXT_START, text("a")],
    ending: "incomplete",
    agent: "ok",
  },
  {
    // The packages of version 7 make one of a connection that was closed too early.
    fact: "a finish that says interrupted is incomplete",
    stream: () => [TEXT_START, text("a"), INTERRUPTED],
    ending: "incomplete",
    agent: "ok",
    majors: ["7"],
  },
];

const STOPPED: readonly StreamEnding[] = [
  { fact: "an abort is aborted", stream: whole, read: abortedWith(), ending: "aborted AbortError" },
  { fact: "an abort while nothing comes is aborted", stream: stalled, read: abortAtOnce, ending: "aborted AbortError" },
  { fact: "an abort with a text is aborted", stream: whole, read: abortedWith("bye"), ending: "aborted AbortError" },
  {
    fact: "an abort with an error is aborted",
    stream: whole,
    read: abortedWith(new RangeError("bye")),
    ending: "aborted AbortError",
  },
  {
    fact: "a time limit's signal is an error",
    stream: stalled,
    options: () => ({ abortSignal: AbortSignal.timeout(20) }),
    ending: "error TimeoutError",
  },
  {
    fact: "a time limit's signal between two chunks is an error",
    stream: whole,
    read: abortedWith(TIMEOUT),
    ending: "error TimeoutError",
  },
  ...["totalMs", "stepMs", "chunkMs"].map((limit) => ({
    fact: `the SDK's ${limit} is an error`,
    stream: stalled,
    options: () => ({ timeout: { [limit]: 20 } }),
    ending: "error TimeoutError",
    majors: ["6", "7"],
  })),
  {
    fact: "the SDK's firstChunkMs is an error",
    stream: silent,
    options: () => ({ timeout: { firstChunkMs: 20 } }),
    ending: "error TimeoutError",
    majors: ["7"],
  },
];

async function abortAtOnce({ textStream }: Streamed, abort: AbortController): Promise<void> {
  for await (const _ of textStream) abort.abort();
}

export const STREAM_ENDINGS: readonly StreamEnding[] = [
  { fact: "a stream that is read is a success", stream: whole, ending: "ok" },
  {
    fact: "a second finish and what comes after it change nothing",
    stream: (specification) => [...whole(specification), finish(specification), text("late")],
    ending: "ok",
  },
  ...FAILS,
  ...STOPPED,
  {
    // Versions 5 and 6 read their model to the end, whoever has gone away.
    fact: "a reader that walks away is not noticed by the model",
    stream: whole,
    read: readHalf,
    ending: "ok",
    agent: "abandoned",
    majors: ["5", "6"],
  },
  { fact: "a reader that walks away is abandoned", stream: whole, read: readHalf, ending: "abandoned", majors: ["7"] },
];
