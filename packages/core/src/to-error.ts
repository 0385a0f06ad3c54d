import type { OperationEnd } from "./contract.ts";
import type { Keeper } from "./keeper.ts";

const MAX_MESSAGE_CHARACTERS = 2_000;
const MAX_CAUSES = 5;

/** A kept error: `type` is the HTTP status where there is one, else the error's name, else `_OTHER`. */
export interface ErrorInfo {
  readonly type: string;
  readonly message: string;
}

// Runtimes and frameworks word it differently; it is one thing.
const ABORTED: ErrorInfo = Object.freeze({ type: "AbortError", message: "The operation was aborted" });

export function toError(error: unknown, keeper: Keeper): ErrorInfo {
  try {
    if (error === undefined || isAbort(error)) return ABORTED;
    const inner = lastOfRetries(error);
    const status = statusOf(inner);
    const type = status === undefined ? nameOf(inner) : String(status);
    // OpenAI's client puts the status before the message, others do not.
    const message = messageOf(inner).replace(new RegExp(`^${status} (?=.)`), "");
    return Object.freeze({
      type: keeper.name(type) ?? "_OTHER",
      message: keeper.text(message, MAX_MESSAGE_CHARACTERS) ?? "",
    });
  } catch (unreadable) {
    keeper.unreadable(unreadable);
    return Object.freeze({ type: "_OTHER", message: "" });
  }
}

/** Somebody cancelled. A `TimeoutError` is not that: a time limit was hit, which is a failure. */
export function isAbort(error: unknown): boolean {
  try {
    return isObject(error) && error.name === "AbortError";
  } catch {
    return false;
  }
}

/** How an operation ends that was cut short for this reason. A time limit that was hit is a failure. */
export function toAbortEnd(reason: unknown): OperationEnd {
  const timedOut = isObject(reason) && reason.name === "TimeoutError";
  return timedOut ? { error: reason } : { outcome: "aborted", error: reason };
}

/** A retry helper's error stands for the last attempt's. */
function lastOfRetries(error: unknown): unknown {
  let inner = error;
  for (let i = 0; i < MAX_CAUSES && isObject(inner) && isObject(inner.lastError); i++) inner = inner.lastError;
  return inner;
}

function statusOf(error: unknown): number | undefined {
  let at = error;
  for (let i = 0; i < MAX_CAUSES && isObject(at); i++) {
    const response = at.response;
    for (const status of [at.status, at.statusCode, isObject(response) ? response.status : undefined]) {
      if (typeof status === "number" && status >= 400 && status < 600) return Math.trunc(status);
    }
    at = at.cause;
  }
  return undefined;
}

function nameOf(error: unknown): string {
  if (!isObject(error)) return "_OTHER";
  if (typeof error.name === "string" && error.name !== "" && error.name !== "Error") return error.name;
  const constructor = error.constructor as { name?: unknown } | undefined;
  const name = typeof constructor?.name === "string" ? constructor.name : "";
  return name === "" || name === "Object" ? "_OTHER" : name;
}

function messageOf(error: unknown): string {
  if (isObject(error)) return typeof error.message === "string" ? error.message : "";
  return typeof error === "string" ? error : "";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
