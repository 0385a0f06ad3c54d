import { Kept } from "./keeper.ts";

/**
 * Whether a value says just what this copy of an earlier one says: then the copy stands for it, too. That is much less
 * work than another copy. What is no plain data, or cannot be read, is never the same.
 */
export function saysSame(given: unknown, copy: unknown): boolean {
  try {
    return isSame(given, copy);
  } catch {
    return false;
  }
}

function isSame(given: unknown, copy: unknown): boolean {
  if (given === copy) return true;
  if (typeof given !== "object" || given === null || typeof copy !== "object" || copy === null) return false;
  if (given instanceof Kept) return given.value === copy;
  return Array.isArray(copy) ? sameList(given, copy) : sameRecord(given, copy);
}

function sameList(given: object, copy: readonly unknown[]): boolean {
  if (!Array.isArray(given) || given.length !== copy.length) return false;
  for (let i = 0; i < copy.length; i++) if (!isSame(given[i], copy[i])) return false;
  return true;
}

function sameRecord(given: object, copy: object): boolean {
  const prototype = Object.getPrototypeOf(given);
  if (prototype !== Object.prototype && prototype !== null) return false;
  let found = 0;
  for (const key of Object.keys(given)) {
    const value = (given as Readonly<Record<string, unknown>>)[key];
    // What is not there is left out of copies.
    if (value === undefined) continue;
    if (!Object.hasOwn(copy, key) || !isSame(value, (copy as Readonly<Record<string, unknown>>)[key])) return false;
    found++;
  }
  return found === Object.keys(copy).length;
}
