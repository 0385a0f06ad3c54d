import type { Exchange } from "./exchange.ts";
import { ANY_ERROR, type Fact, type Facts, FIELDS, type Field } from "./facts.ts";
import type { Gap } from "./gaps/gap.ts";

export interface Row {
  readonly field: Field;
  readonly expected: Fact;
  readonly actual: Fact;
  /** `closed`: a declared gap that is none any more. */
  readonly verdict: "ok" | "different" | "gap" | "closed";
  readonly gap?: Gap;
}

/** Field by field, in the order of the table. `gaps` are those of this framework's client. */
export function compare(exchange: Exchange, expected: Facts, actual: Facts, gaps: readonly Gap[]): readonly Row[] {
  const brokenOff = expected.error === ANY_ERROR;
  return FIELDS.filter((field) => Object.hasOwn(expected, field)).map((field) => {
    const pair = { field, expected: expected[field], actual: actual[field] };
    const gap = gaps.find((each) => isAbout(each, exchange, field));
    const same = isSame(pair.expected, pair.actual) || (brokenOff && isKept(field, pair.actual));
    const instead = gap?.instead?.(exchange, field);
    // Where the gap's own value is the right one, as where there is nothing to know, it cannot close.
    if (gap === undefined || pair.expected === instead) return { ...pair, verdict: same ? "ok" : "different" };
    const excused = pair.actual === instead;
    return { ...pair, gap, verdict: same ? "closed" : excused ? "gap" : "different" };
  });
}

export function isAbout({ fields, form, when }: Gap, exchange: Exchange, field: Field): boolean {
  return fields.includes(field) && (form ?? exchange.form) === exchange.form && (when?.(exchange, field) ?? true);
}

/** Of an answer that broke off, clients may keep to themselves what had come by then; what they say is to be right. */
function isKept(field: Field, actual: Fact): boolean {
  return field !== "provider" && field !== "error" && actual === undefined;
}

function isSame(expected: Fact, actual: Fact): boolean {
  return expected === ANY_ERROR ? actual !== undefined : expected === actual;
}
