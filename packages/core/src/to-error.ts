import type { OperationEnd } from "./contract.ts";
import type { Keeper } from "./keeper.ts";
import type { OperationRecord } from "./record.ts";

type ErrorInfo = NonNullable<OperationRecord["error"]>;

const MAX_MESSAGE_CHARACTERS = 2_000;
const MAX_CAUSES = 5;
// Runtimes and frameworks word it differently; it is one thing.
const ABORTED: ErrorInfo = Object.freeze({ type: "AbortError", message: "The operation was aborted" });

/** A model's call that fits no tool. Each framework has its own names for it. */
const INVALID_CALLS: ReadonlyMap<string, string> = new Map([
  ["ToolInputParsingException", "InvalidToolArguments"],
  ["ToolInvocationError", "InvalidToolArguments"],
  ["AI_InvalidToolInputError", "InvalidToolArguments"],
  ["AI_NoSuchToolError", "UnknownTool"],
]);

/** Of a fixed list, by its looks: bounded, without blanks, and without the digits of an id. "error" says nothing. */
const CODE = /^(?!error$)(?=.{1,64}$)[a-z]+\d{0,4}(?:[_.-][a-z]+\d{0,4})*$/i;

/** A kept error: `type` is the HTTP status where there is one, else the error's name or code, else `_OTHER`. */
export function toError(error: unknown, outcome: OperationRecord["outcome"], keeper: Keeper): ErrorInfo {
  if (outcome === "aborted" || isAbort(error)) return ABORTED;
  try {
    const inner = within(error);
    const status = statusOf(inner) ?? statusOf(error);
    const type = status === undefined ? nameOf(inner) : String(status);
    const given = isObject(inner) ? inner.message : inner;
    const message = typeof given === "string" ? given : "";
    // OpenAI's client puts the status before the message, others do not.
    const bare = message.startsWith(`${type} `) ? message.slice(type.length + 1) : message;
    const kept = keeper.text(bare, MAX_MESSAGE_CHARACTERS) ?? "";
    return Object.freeze({ type: keeper.name(type) ?? "_OTHER", message: kept });
  } catch (unreadable) {
    keeper.unreadable(unreadable);
    return Object.freeze({ type: "_OTHER", message: "" });
  }
}

/** Somebody cancelled. LangGraph and OpenAI's client say so in the message alone. */
export function isAbort(error: unknown): boolean {
  return hasName(error, "AbortError") || (hasName(error, "Error") && /^Error: Abort(ed|Error)?$/.test(String(error)));
}

/** A time limit was hit, which is a failure. */
export function isTimeout(error: unknown): boolean {
  return hasName(error, "TimeoutError");
}

/** How an operation ends that was cut short for this reason. */
export function toAbortEnd(reason: unknown): OperationEnd {
  return isTimeout(reason) ? { error: reason } : { outcome: "aborted", error: reason };
}

function hasName(error: unknown, name: string): boolean {
  try {
    return isObject(error) && error.name === name;
  } catch {
    return false;
  }
}

/** A retry helper's error stands for the last attempt's. What a provider streams may only be around the error. */
function within(error: unknown): unknown {
  let inner = error;
  for (let i = 0; i < MAX_CAUSES && isObject(inner) && isObject(inner.lastError); i++) inner = inner.lastError;
  const isAround = isObject(inner) && !(inner instanceof Error) && !inner.message && isObject(inner.error);
  return isAround ? (inner as { error: unknown }).error : inner;
}

function statusOf(error: unknown): number | undefined {
  let at = error;
  for (let i = 0; i < MAX_CAUSES && isObject(at); i++) {
    const response = isObject(at.response) ? at.response.status : undefined;
    // AWS's clients have theirs here.
    const metadata = isObject(at.$metadata) ? at.$metadata.httpStatusCode : undefined;
    const found = [at.status, at.statusCode, response, metadata].find(
      (status) => Number(status) >= 400 && Number(status) < 600,
    );
    if (typeof found === "number") return Math.trunc(found);
    at = at.cause;
  }
  return undefined;
}

function nameOf(error: unknown): string {
  if (!isObject(error)) return "_OTHER";
  const { name } = error;
  if (typeof name === "string" && name !== "" && name !== "Error") return INVALID_CALLS.get(name) ?? name;
  const made = error.constructor as { name?: unknown } | undefined;
  if (typeof made?.name === "string" && made.name !== "" && made.name !== "Object") return made.name;
  return String([error.code, error.type].find((each) => typeof each === "string" && CODE.test(each)) ?? "_OTHER");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
