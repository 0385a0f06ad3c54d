/** What a server does wrong, and to which requests. */
export interface Fault {
  /** How many matching requests it befalls. @default 1 */
  readonly times?: number | "always";
  /** Only requests whose path contains this. @default every path */
  readonly path?: string;
  /** Only bodies of more bytes than this, as they came over the wire: proxies count before they unpack. @default any */
  readonly onlyAboveBytes?: number;
  /** Answers with this status instead. */
  readonly status?: number;
  /** Sent as `Retry-After`, with `status`. */
  readonly retryAfterSeconds?: number;
  /** Sent with `status`. @default `{ "error": "…" }` */
  readonly body?: unknown;
  /** Reads the request and never answers. */
  readonly hang?: true;
  /** Reads the request and cuts the connection. */
  readonly cut?: true;
  /** Answers as usual, but a byte at a time with this pause between them. */
  readonly slowDripMs?: number;
  /** The collector leaves out so many of the last items, and says so. LangSmith and Langfuse never do. */
  readonly partialSuccess?: { readonly rejected: number; readonly message: string };
  /**
   * With `status`, `hang` or `cut`: whether the server takes in what was sent all the same, so that only the answer is
   * lost. @default false
   */
  readonly stores?: boolean;
  /**
   * Resets every connection until this settles: the server is down, then back. The port stays its own, so clients see a
   * reset where a dead machine would refuse. Goes with no other field.
   */
  readonly downUntil?: PromiseLike<unknown>;
}

/** The faults that are still to come, in the order in which they were asked for. */
export class FaultPlan {
  readonly #planned: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    const left = fault.times === "always" ? Number.POSITIVE_INFINITY : (fault.times ?? 1);
    this.#planned.push({ fault, left });
  }

  clear(): void {
    this.#planned.length = 0;
  }

  /** The fault that befalls this request, if any; it counts as used. */
  take(path: string, wireBytes: number): Fault | undefined {
    const planned = this.#planned.find(
      ({ fault, left }) =>
        left > 0 && path.includes(fault.path ?? "") && wireBytes > (fault.onlyAboveBytes ?? Number.NEGATIVE_INFINITY),
    );
    if (planned === undefined) return undefined;
    planned.left -= 1;
    return planned.fault;
  }
}
