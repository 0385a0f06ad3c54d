import { getNumberFromEnv, getStringListFromEnv } from "@opentelemetry/core";

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
 * out, so that the SDK's default holds.
 */
export function numbers<Field extends string>(
  least: number,
  variables: Readonly<Record<Field, readonly string[]>>,
): Partial<Record<Field, number>> {
  const found: Partial<Record<Field, number>> = {};
  for (const field of Object.keys(variables) as Field[]) {
    const values = variables[field].map((variable) => getNumberFromEnv(variable));
    const value = values.find((each) => each !== undefined && each >= least);
    if (value !== undefined) found[field] = value;
  }
  return found;
}
