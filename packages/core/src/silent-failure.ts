import type { ToolInfo } from "./contract.ts";

/**
 * Looks at what a tool returned without an error, and says what is wrong with it, or nothing. JSON text has become
 * what it stands for. What a rule throws costs its answer.
 */
export type SilentFailureRule = (result: unknown, tool: ToolInfo | undefined) => string | undefined;

/**
 * `error_object`: `{ error: … }`, `{ isError: true }` and the like. `error_text`: `Error: …`, `Failed to …`.
 * `empty_result`: nothing, or an empty text, list or object.
 */
export function defaultSilentFailures(): readonly SilentFailureRule[] {
  return [...DEFAULTS];
}

const DEFAULTS: readonly SilentFailureRule[] = [errorObject, errorText, emptyResult];

/** A sentence about errors is no error: a colon, a status, or what failed must follow. Bounded, so linear. */
const ERROR_TEXT = new RegExp(
  [
    "^\\W{0,8}(?:",
    "(?!(?:no|without|zero|0)\\s)(?:\\w{1,20}\\s){0,3}[\\w.]{0,64}(?:error|exception)",
    "(?:\\W{0,8}$|\\s?[:(\\]]|\\s\\d{3}\\b|\\s(?:while|when|calling|executing|running|invoking|fetching|reading)\\s)",
    "|(?:failed|unable) to\\s|could not\\s|request failed\\b|traceback \\(",
    ")",
  ].join(""),
  "i",
);

/** The keys that the rules look at, in JSON. */
const KEYS = /"(?:error|isError|is_error|success|ok|status|text)"|\\u/;
const FILLED_JSON = /^\s*[{[]\s*[^\s\]}]/;

/** Whether a text is JSON, by its looks, in which these rules cannot find anything: then it need not be parsed. */
export function isHarmless(text: unknown, rules: readonly SilentFailureRule[]): boolean {
  if (typeof text !== "string" || !FILLED_JSON.test(text)) return false;
  return rules.every((rule) => DEFAULTS.includes(rule)) && !KEYS.test(text) && errorText(text) === undefined;
}

function errorObject(result: unknown): string | undefined {
  if (typeof result !== "object" || result === null) return undefined;
  const { error, isError, is_error, success, ok, status } = result as Readonly<Record<string, unknown>>;
  const says = isError === true || is_error === true || success === false || ok === false || status === "error";
  return says || (Boolean(error) && !isEmpty(error)) ? "error_object" : undefined;
}

function errorText(result: unknown): string | undefined {
  const text = textOf(result);
  return text !== undefined && ERROR_TEXT.test(text) ? "error_text" : undefined;
}

function emptyResult(result: unknown): string | undefined {
  return isEmpty(result) || textOf(result) === "null" ? "empty_result" : undefined;
}

/** Text, or the first of several blocks of it, as tool servers answer. */
function textOf(result: unknown): string | undefined {
  if (typeof result === "string") return result.slice(0, 200);
  if (typeof result !== "object" || result === null) return undefined;
  const first = (Array.isArray(result) ? result : (result as { content?: readonly unknown[] }).content)?.[0];
  const text = (first as { text?: unknown } | undefined)?.text;
  return typeof text === "string" ? text.slice(0, 200) : undefined;
}

/** A class of its own, such as a date, is something even without fields. */
function isEmpty(value: unknown): boolean {
  if (typeof value === "string") return value === "" || (value.length < 200 && value.trim() === "");
  if (typeof value !== "object" || value === null) return value === undefined || value === null;
  if (Array.isArray(value)) return value.length === 0;
  return Object.getPrototypeOf(value) === Object.prototype && Object.keys(value).length === 0;
}
