import { ConfigurationError } from "./configuration-error.ts";

/** Whether a value is right, and what to do where it is not. */
export type OptionCheck = readonly [isRight: (value: unknown) => boolean, fix: string];

/** One check for each option that there is. */
export type OptionChecks = Readonly<Record<string, OptionCheck>>;

const MAX_SHOWN = 60;

/**
 * Checks what a user passed as options; `undefined` is as good as left out. Throws `ConfigurationError` where an option
 * is wrong, or where there is none of that name: one that is misspelt would do nothing, and nobody would know.
 */
export function checkOptions(options: unknown, checks: OptionChecks): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new ConfigurationError("options", `got ${show(options)}`, "Pass an object, or nothing.");
  }
  for (const [field, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, field) ? checks[field] : undefined;
    if (check === undefined) throw new ConfigurationError(field, "no such option", listed(Object.keys(checks)));
    if (value !== undefined) checkOption(field, value, check);
  }
}

/** Checks one value by the same rules. */
export function checkOption(field: string, value: unknown, [isRight, fix]: OptionCheck): void {
  if (!isRight(value)) throw new ConfigurationError(field, `got ${show(value)}`, fix);
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? `The only option is ${names[0]}.` : `Options are ${names.join(", ")}.`;
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, MAX_SHOWN));
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array with something else in it";
  return typeof value === "object" && value !== null ? "an object of another form" : String(value);
}
