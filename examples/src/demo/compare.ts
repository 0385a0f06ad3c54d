import type { Facts, Fields } from "./facts.ts";

/** `shape`: which subjects there are, and which fields they have. `values`: what these say, too. */
export type Depth = "shape" | "values";

export interface Side {
  readonly framework: string;
  readonly facts: Facts;
}

/**
 * What the service tells, and one framework's client keeps from everybody, of streams or of whole answers: no difference
 * where a real service is asked.
 */
const UNTOLD = /service_?tier|cost\.tier|audio(Input|Output)Tokens/i;
/** A part of a cost is there where something of its kind was used, and a real service's cache decides that anew. */
const COST_PART = /^part |cost\.parts\.|cost\.(?!total)\w+_usd/;

/** Every difference, one line each. A subject that only one side has is one difference, whatever it holds. */
export function compare(left: Side, right: Side, depth: Depth): readonly string[] {
  return union(left.facts, right.facts).flatMap((subject) => {
    const [a, b] = [left.facts.get(subject), right.facts.get(subject)];
    if (a === undefined) return [`${subject}: only with ${right.framework}`];
    if (b === undefined) return [`${subject}: only with ${left.framework}`];
    return union(a, b)
      .filter((field) => differs(a, b, field, depth))
      .map((field) => {
        const values = `${show(a, field)} with ${left.framework}, ${show(b, field)} with ${right.framework}`;
        return `${subject}: ${field} is ${values}`;
      });
  });
}

function differs(a: Fields, b: Fields, field: string, depth: Depth): boolean {
  return depth === "shape"
    ? !UNTOLD.test(field) && !COST_PART.test(field) && a.has(field) !== b.has(field)
    : a.get(field) !== b.get(field);
}

function show(fields: Fields, field: string): string {
  return fields.get(field) ?? "absent";
}

function union(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])];
}
