import { checkOption, checkOptions, type OptionCheck } from "../check-options.ts";

export interface EncodedBatch {
  readonly body: Uint8Array | string;
  /** The value of the `content-type` header. */
  readonly contentType: string;
}

/** An answer with a status from 200 to 299. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** At most 1 MiB; a longer one is not checked. */
  readonly body: Uint8Array;
}

/** What the destination did not take, though it answered with success. */
export interface Refusal {
  /** Places in the batch; or a number where the answer does not say which: the last ones then count as refused. */
  readonly rejected: number | readonly number[];
  /** Why, for the diagnostic. */
  readonly message?: string | undefined;
}

export type SentHeaders = Readonly<Record<string, string>>;

export interface SenderOptions<T> {
  /** Name of the destination in counters and diagnostics, such as `"langfuse"`. */
  readonly destination: string;
  /** Where batches are posted to: http or https. */
  readonly url: string;
  /** Makes the body of one request. Where it throws, the batch is halved until what cannot be encoded stands alone. */
  readonly encode: (items: readonly T[]) => EncodedBatch | Promise<EncodedBatch>;
  /** Size of one item in a body before compression, in bytes. An estimate is enough. */
  readonly sizeOf: (item: T) => number;
  /** Reads what a successful answer says about single items. Where it throws, the whole batch counts as rejected. */
  readonly check?: ((answer: Answer, items: readonly T[]) => Refusal | undefined) | undefined;
  /** @default "POST" */
  readonly method?: "POST" | "PATCH" | undefined;
  /** Sent with each request; a function is asked for each batch. @default none */
  readonly headers?: SentHeaders | (() => SentHeaders | Promise<SentHeaders>) | undefined;
  /** @default "gzip" */
  readonly compression?: "gzip" | "none" | undefined;
  /**
   * What to do when a batch is refused with 400 or 422: `"bisect"` halves it, to lose only what is wrong with it.
   * @default "drop"
   */
  readonly onInvalid?: "drop" | "bisect" | undefined;
  /**
   * What 409 means. `"sent"`: the destination knows items by their ids, and has some of these already. A batch that was
   * posted before then counts as sent; a new one is halved until each item is known to be either new or there. A
   * function likewise, and it is told of each item that was there.
   * @default "drop"
   */
  readonly onConflict?: "drop" | "sent" | ((item: T) => void) | undefined;
  /** Most items in one request. @default 512 */
  readonly maxBatchItems?: number | undefined;
  /** Most bytes in one request before compression; an item that is larger goes alone. @default 1000000 */
  readonly maxBatchBytes?: number | undefined;
  /** Most items held, those in flight included; what comes past it is dropped. @default 32768 */
  readonly maxQueueItems?: number | undefined;
  /** Most bytes held, by `sizeOf`, those in flight included; what comes past it is dropped. @default 67108864 */
  readonly maxQueueBytes?: number | undefined;
  /** Most requests at once. @default 4 */
  readonly maxConcurrency?: number | undefined;
  /** Most time for one request, its answer included. Milliseconds. @default 10000 */
  readonly requestTimeoutMs?: number | undefined;
  /** Most time for one batch, from its first request on, with all retries. Milliseconds. @default 25000 */
  readonly deadlineMs?: number | undefined;
  /** Most wait before the first retry; it doubles with each. The real one is between half and all of it. @default 500 */
  readonly retryDelayMs?: number | undefined;
  /** Most wait before a retry, where the destination names none itself. Milliseconds. @default 5000 */
  readonly maxRetryDelayMs?: number | undefined;
}

type Limit = Exclude<Extract<keyof SenderOptions<never>, `max${string}` | `${string}Ms`>, undefined>;
type Defaulted = Limit | "compression" | "onInvalid" | "onConflict" | "method";

/** With every default filled in. */
export type ResolvedSenderOptions<T> = Omit<SenderOptions<T>, Defaulted> & {
  readonly [Field in Defaulted]-?: Exclude<SenderOptions<T>[Field], undefined>;
};

const LIMITS: Readonly<Record<Limit, number>> = {
  maxBatchItems: 512,
  maxBatchBytes: 1_000_000,
  maxQueueItems: 32_768,
  maxQueueBytes: 64 * 1024 * 1024,
  maxConcurrency: 4,
  requestTimeoutMs: 10_000,
  deadlineMs: 25_000,
  retryDelayMs: 500,
  maxRetryDelayMs: 5_000,
};

const isFunction = (value: unknown): boolean => typeof value === "function";
const oneOf = (...values: readonly unknown[]): OptionCheck => [
  (value) => values.includes(value),
  `Pass ${values.map((value) => JSON.stringify(value)).join(" or ")}.`,
];
const positive: OptionCheck = [
  (value) => typeof value === "number" && value > 0 && Number.isFinite(value),
  "Pass a number above 0.",
];
const atLeastOne: OptionCheck = [(value) => positive[0](value) && Number(value) >= 1, "Pass a number from 1 on."];

const REQUIRED: Readonly<Record<"destination" | "url" | "encode" | "sizeOf", OptionCheck>> = {
  destination: [(value) => typeof value === "string" && value !== "", "Pass a name such as langfuse."],
  url: [isHttp, "Pass a whole URL that begins with http:// or https://."],
  encode: [isFunction, "Pass a function from items to { body, contentType }."],
  sizeOf: [isFunction, "Pass a function from an item to its bytes."],
};

const CHECKS: Readonly<Record<keyof SenderOptions<never>, OptionCheck>> = {
  ...REQUIRED,
  check: [isFunction, "Pass a function from an answer and items to what was refused."],
  method: oneOf("POST", "PATCH"),
  headers: [
    (value) => isFunction(value) || (typeof value === "object" && value !== null && !Array.isArray(value)),
    "Pass an object of names and values, or a function that returns one.",
  ],
  compression: oneOf("gzip", "none"),
  onInvalid: oneOf("drop", "bisect"),
  onConflict: [
    (value) => value === "drop" || value === "sent" || isFunction(value),
    'Pass "drop", "sent" or a function.',
  ],
  maxBatchItems: atLeastOne,
  maxBatchBytes: positive,
  maxQueueItems: positive,
  maxQueueBytes: positive,
  maxConcurrency: atLeastOne,
  requestTimeoutMs: positive,
  deadlineMs: positive,
  retryDelayMs: positive,
  maxRetryDelayMs: positive,
};

/** Fills in the defaults. Throws `ConfigurationError` where an option is wrong. */
export function resolveSenderOptions<T>(options: SenderOptions<T>): ResolvedSenderOptions<T> {
  checkOptions(options, CHECKS);
  for (const [field, check] of Object.entries(REQUIRED))
    checkOption(field, options[field as keyof typeof REQUIRED], check);
  return {
    compression: "gzip",
    onInvalid: "drop",
    onConflict: "drop",
    method: "POST",
    ...LIMITS,
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  } as unknown as ResolvedSenderOptions<T>;
}

function isHttp(url: unknown): boolean {
  return typeof url === "string" && /^https?:$/.test(URL.parse(url)?.protocol ?? "");
}
