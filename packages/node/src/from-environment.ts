import { getStringFromEnv, getStringListFromEnv } from "@opentelemetry/core";

/** Takes what the environment asks for and does not get: a typing error there must not stop the application. */
export type Ignore = (message: string) => void;

/** What the names in a variable stand for, each once; nothing where `none` is among them. */
export function choices<Choice>(
  variable: string,
  known: Readonly<Record<string, Choice>>,
  fallback: readonly string[],
  ignore: Ignore,
): Choice[] {
  const named = getStringListFromEnv(variable) ?? [];
  if (named.includes("none")) return [];
  const names = new Set(named.length > 0 ? named : fallback);
  return [...names].flatMap((name) => {
    const choice = Object.hasOwn(known, name) ? known[name] : undefined;
    if (choice === undefined) ignore(`${variable} names ${name}; known are ${Object.keys(known).join(", ")} and none`);
    return choice ?? [];
  });
}

/**
 * For each field the first of its variables that holds a number from `least` on. A field of which none does is left
 * out, so that the default holds; what stands there instead is told.
 */
export function numbers<Field extends string>(
  least: number,
  variables: Readonly<Record<Field, readonly string[]>>,
  ignore: Ignore,
): Partial<Record<Field, number>> {
  const found: Partial<Record<Field, number>> = {};
  for (const field of Object.keys(variables) as Field[]) {
    for (const variable of variables[field]) {
      const text = getStringFromEnv(variable);
      if (text === undefined) continue;
      const value = Number(text);
      if (value >= least) found[field] ??= value;
      else ignore(`${variable} is ${text}, which is no number from ${least} on; the default holds`);
    }
  }
  return found;
}
