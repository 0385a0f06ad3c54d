import { type DropReason, type ExportLedger, exportLedger } from "./export-ledger.ts";
import { post, type Reply } from "./post.ts";
import { type Runtime, unobserved } from "./runtime.ts";
import type { Answer, ResolvedSenderOptions } from "./sender-options.ts";
import type { Handed, Held } from "./settlement.ts";
import { type RequestBody, toRequestBody } from "./to-request-body.ts";

/** What a batch and the pieces of it share. */
interface Allowance {
  readonly endsAtMs: number;
  /** Requests left to find what is invalid: where everything is, halving would ask once for each item. */
  bisections: number;
}

interface Answered {
  readonly reply: Reply;
  /** Whether an earlier request with the same bytes may have been taken, and only its answer lost. */
  readonly perhapsTaken: boolean;
}

type Retry = Extract<Reply, { readonly kind: "retry" }>;

const MAX_BISECTIONS = 64;
export const UNDELIVERED = "not delivered before the deadline of shutdown";

/** Brings batches to one destination. Every item that it is handed ends as sent or as dropped. */
export class Delivery<T> {
  readonly #options: ResolvedSenderOptions<T>;
  readonly #ledger: ExportLedger;
  readonly #runtime: Runtime;
  readonly #stop: AbortSignal;
  readonly #endpoint: string;
  readonly #release: (batch: readonly Held[]) => void;
  /** The destination has asked for a pause, which is meant for all requests. */
  #pausedUntilMs = 0;
  #pausedBy: Retry = { kind: "retry", reason: "timeout", problem: "no time was left" };

  /** `release` is told what is settled, before its sender is. */
  constructor(
    options: ResolvedSenderOptions<T>,
    runtime: Runtime,
    stop: AbortSignal,
    release: (batch: readonly Held[]) => void,
  ) {
    this.#options = options;
    this.#ledger = exportLedger(options.destination);
    this.#runtime = runtime;
    this.#stop = stop;
    this.#release = release;
    // Some put keys into the query, or before the host.
    const { origin, pathname } = new URL(options.url);
    this.#endpoint = origin + pathname;
  }

  /** Never rejects. */
  async deliver(batch: readonly Handed<T>[]): Promise<void> {
    for (let waitMs = 1; waitMs > 0 && !this.#stop.aborted; ) {
      waitMs = this.#pausedUntilMs - this.#runtime.now();
      if (waitMs > 0) await this.#runtime.sleep(waitMs, this.#stop);
    }
    const endsAtMs = this.#runtime.now() + this.#options.deadlineMs;
    await this.#attempt(batch, { endsAtMs, bisections: MAX_BISECTIONS });
  }

  drop(batch: readonly Held[], reason: DropReason, problem: string, detail?: unknown): void {
    if (batch.length === 0) return;
    const message = `${batch.length} dropped (${reason}), ${this.#endpoint}: ${problem}`;
    this.#ledger.dropped(batch.length, reason, message, detail);
    this.#release(batch);
    for (const { settlement } of batch) settlement.dropped(reason, message);
  }

  async #attempt(batch: readonly Handed<T>[], allowance: Allowance): Promise<void> {
    const encoded = await this.#encode(batch);
    if ("error" in encoded) {
      if (batch.length > 1) return this.#halve(batch, allowance);
      return this.drop(batch, "encode_error", "it could not be encoded", encoded.error);
    }
    const { reply, perhapsTaken } = await this.#postUntil(encoded, allowance.endsAtMs);
    if (reply.kind === "accepted") return this.#accept(batch, encoded.bytes.length, reply.answer);
    if (this.#stop.aborted) return this.drop(batch, "shutdown", UNDELIVERED);
    if (reply.kind === "retry") return this.drop(batch, reply.reason, `${reply.problem} until the deadline`);
    const { status, body } = reply;
    if (status === 409 && this.#options.onConflict !== "drop") {
      // Of a repeated batch all arrived before. Of a new one some did, and the others were refused with them.
      if (perhapsTaken || batch.length === 1) return this.#alreadyThere(batch);
      return this.#halve(batch, allowance);
    }
    if (status === 413 && batch.length > 1) return this.#halve(batch, allowance);
    const invalid = (status === 400 || status === 422) && this.#options.onInvalid === "bisect";
    if (invalid && batch.length > 1 && allowance.bisections > 0) {
      allowance.bisections -= 2;
      return this.#halve(batch, allowance);
    }
    const reason = status === 413 ? "too_large" : status === 401 || status === 403 ? "unauthorized" : "rejected";
    const hint = reason === "unauthorized" ? ". Check the key, and that it belongs to this endpoint" : "";
    this.drop(batch, reason, `status ${status}${hint}`, body === "" ? undefined : body);
  }

  #alreadyThere(batch: readonly Handed<T>[]): void {
    const { onConflict } = this.#options;
    if (typeof onConflict === "function") for (const { item } of batch) onConflict(item);
    this.#accept(batch, 0, undefined);
  }

  async #halve(batch: readonly Handed<T>[], allowance: Allowance): Promise<void> {
    const middle = Math.ceil(batch.length / 2);
    await this.#attempt(batch.slice(0, middle), allowance);
    await this.#attempt(batch.slice(middle), allowance);
  }

  async #encode(batch: readonly Handed<T>[]): Promise<RequestBody | { readonly error: unknown }> {
    try {
      const { encode, headers, compression } = this.#options;
      const { body, contentType } = await encode(batch.map(({ item }) => item));
      const packed = await toRequestBody(body, compression);
      const given = typeof headers === "function" ? await headers() : headers;
      return { ...packed, headers: { ...given, "content-type": contentType, ...packed.headers } };
    } catch (error) {
      return { error };
    }
  }

  /** Posts until there is an answer that stands, or no time for another request. */
  async #postUntil({ bytes, headers }: RequestBody, endsAtMs: number): Promise<Answered> {
    const { method, url, requestTimeoutMs, deadlineMs } = this.#options;
    let last = this.#pausedBy;
    let perhapsTaken = false;
    for (let attempt = 0; ; attempt++) {
      const pauseMs = this.#pausedUntilMs - this.#runtime.now();
      const waitMs = Math.max(0, pauseMs, attempt === 0 ? 0 : this.#backoffMs(attempt));
      const leftMs = endsAtMs - this.#runtime.now() - waitMs;
      if (leftMs <= 0) return { reply: last, perhapsTaken };
      if (waitMs > 0) await this.#runtime.sleep(waitMs, this.#stop);
      if (attempt > 0) this.#ledger.retried(last.reason);
      const request = { method, url, headers, body: bytes, timeoutMs: Math.min(requestTimeoutMs, leftMs) };
      const reply = await unobserved(() => post(request, this.#runtime, this.#stop));
      if (reply.kind !== "retry" || this.#stop.aborted) return { reply, perhapsTaken };
      // No longer than that: a wrong header must not silence a destination for a day.
      const pausedMs = Math.min(reply.afterMs ?? 0, deadlineMs);
      if (pausedMs > 0) {
        this.#pausedUntilMs = this.#runtime.now() + pausedMs;
        this.#pausedBy = reply;
      }
      // That our own deadline left a request no time says less than what was answered before.
      const cutShort = reply.reason === "timeout" && request.timeoutMs < requestTimeoutMs;
      if (attempt === 0 || !cutShort) last = reply;
      perhapsTaken ||= reply.reason !== "rate_limited";
    }
  }

  /** Half of it by chance, so that many processes do not come back at once. */
  #backoffMs(attempt: number): number {
    const { retryDelayMs, maxRetryDelayMs } = this.#options;
    const mostMs = Math.min(maxRetryDelayMs, retryDelayMs * 2 ** (attempt - 1));
    return mostMs / 2 + (this.#runtime.random() * mostMs) / 2;
  }

  #accept(batch: readonly Handed<T>[], bytes: number, answer: Answer | undefined): void {
    const refusal = answer && this.#check(answer, batch);
    const rejected = refusal?.rejected ?? 0;
    const places = new Set(typeof rejected === "number" ? lastPlaces(batch.length, rejected) : rejected);
    const taken = batch.filter((_, place) => !places.has(place));
    this.#ledger.sent(taken.length, bytes);
    this.#release(taken);
    for (const { settlement } of taken) settlement.sent();
    const refused = batch.filter((_, place) => places.has(place));
    this.drop(refused, "rejected", "refused in a successful answer", refusal?.message);
  }

  #check(answer: Answer, batch: readonly Handed<T>[]): { rejected: number | readonly number[]; message?: unknown } {
    try {
      const refusal = this.#options.check?.(
        answer,
        batch.map(({ item }) => item),
      );
      return refusal ?? { rejected: 0 };
    } catch (error) {
      return { rejected: batch.length, message: error };
    }
  }
}

function lastPlaces(length: number, count: number): readonly number[] {
  return Array.from({ length: Math.min(count, length) }, (_, place) => length - 1 - place);
}
