import type { DropReason } from "./export-ledger.ts";
import { toRetryAfterMs } from "./retry-after.ts";
import type { Runtime } from "./runtime.ts";
import type { Answer } from "./sender-options.ts";

export interface Request {
  readonly method: "POST" | "PATCH";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly timeoutMs: number;
}

/** What one request came to. */
export type Reply =
  /** Without an answer: its body did not come as a whole. */
  | { readonly kind: "accepted"; readonly answer?: Answer }
  | { readonly kind: "retry"; readonly reason: DropReason; readonly problem: string; readonly afterMs?: number }
  | { readonly kind: "refused"; readonly status: number; readonly body: string };

const MAX_BODY_BYTES = 1024 * 1024;
const MAX_QUOTED = 300;

/** One request. Never rejects. */
export async function post(request: Request, runtime: Runtime, stop: AbortSignal): Promise<Reply> {
  const { method, url, headers, body, timeoutMs } = request;
  const abort = new AbortController();
  let timedOut = false;
  const cancel = runtime.timeout(timeoutMs, () => {
    timedOut = true;
    abort.abort();
  });
  const stopped = (): void => abort.abort();
  stop.addEventListener("abort", stopped, { once: true });
  if (stop.aborted) abort.abort();
  try {
    // A redirect would turn the post into a get, whose success says nothing.
    const init: RequestInit = { method, headers, body, redirect: "manual", signal: abort.signal };
    return await toReply(await runtime.fetch(url, init));
  } catch (error) {
    if (timedOut) return { kind: "retry", reason: "timeout", problem: `no answer within ${timeoutMs} ms` };
    return { kind: "retry", reason: "network", problem: describe(error) };
  } finally {
    cancel();
    stop.removeEventListener("abort", stopped);
  }
}

async function toReply(response: Response): Promise<Reply> {
  const { status, headers } = response;
  const { body, whole } = await readBody(response);
  if (response.ok) return { kind: "accepted", ...(whole && { answer: { status, headers, body } }) };
  const reason = toRetryReason(status);
  if (reason === undefined) return { kind: "refused", status, body: toText(body.subarray(0, MAX_QUOTED)) };
  const afterMs = toRetryAfterMs(headers.get("retry-after"), Date.now());
  return { kind: "retry", reason, problem: `status ${status}`, ...(afterMs !== undefined && { afterMs }) };
}

function toRetryReason(status: number): DropReason | undefined {
  if (status === 429) return "rate_limited";
  // What is not implemented, or not spoken, will not be a moment later.
  const lasting = status === 501 || status === 505;
  return status === 408 || (status >= 500 && !lasting) ? "unavailable" : undefined;
}

/**
 * The status has been said by now: where the body is cut or does not end, sending all again would only double what was
 * accepted.
 */
async function readBody(response: Response): Promise<{ readonly body: Uint8Array; readonly whole: boolean }> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  let whole = false;
  try {
    const reader = response.body?.getReader();
    while (bytes < MAX_BODY_BYTES) {
      const part = await reader?.read();
      whole = part?.done ?? true;
      if (part?.value === undefined) break;
      parts.push(part.value);
      bytes += part.value.length;
    }
    if (!whole) await reader?.cancel();
  } catch {
    // What has come is all there is.
  }
  const body = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return { body, whole };
}

const toText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** `fetch` says "fetch failed", and why in the cause. */
function describe(error: unknown): string {
  const { cause } = Object(error) as { cause?: { code?: unknown; message?: unknown } };
  return String(cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : error));
}
