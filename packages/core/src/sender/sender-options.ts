import { ConfigurationError } from "../configuration-error.ts";

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

/** Fills in the defaults. Throws `ConfigurationError` where an option is wrong. */
export function resolveSenderOptions<T>(options: SenderOptions<T>): ResolvedSenderOptions<T> {
  const { destination, url } = options;
  check("destination", typeof destination === "string" && destination !== "", "Pass a name such as langfuse.");
  check("url", isHttp(url), "Pass a whole URL that begins with http:// or https://.");
  for (const field of ["encode", "sizeOf"] as const) {
    check(field, typeof options[field] === "function", "Pass a function.");
  }
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const resolved = {
    compression: "gzip",
    onInvalid: "drop",
    onConflict: "drop",
    method: "POST",
    ...LIMITS,
    ...given,
  } as unknown as ResolvedSenderOptions<T>;
  for (const field of Object.keys(LIMITS) as Limit[]) {
    const value: unknown = resolved[field];
    check(field, typeof value === "number" && value > 0 && Number.isFinite(value), "Pass a number above 0.");
  }
  check("compression", ["gzip", "none"].includes(resolved.compression), 'Pass "gzip" or "none".');
  check("onInvalid", ["drop", "bisect"].includes(resolved.onInvalid), 'Pass "drop" or "bisect".');
  const { onConflict, method } = resolved;
  const known = onConflict === "drop" || onConflict === "sent" || typeof onConflict === "function";
  check("onConflict", known, 'Pass "drop", "sent" or a function.');
  check("method", method === "POST" || method === "PATCH", 'Pass "POST" or "PATCH".');
  check("maxConcurrency", resolved.maxConcurrency >= 1, "Pass a number from 1 on.");
  check("maxBatchItems", resolved.maxBatchItems >= 1, "Pass a number from 1 on.");
  return resolved;
}

function isHttp(url: unknown): boolean {
  return typeof url === "string" && /^https?:$/.test(URL.parse(url)?.protocol ?? "");
}

function check(field: string, right: boolean, fix: string): void {
  if (!right) throw new ConfigurationError(field, "missing or of another form", fix);
}
