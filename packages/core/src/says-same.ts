import { Kept } from "./keeper.ts";

type Fields = Readonly<Record<string, unknown>>;

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

/** A loop, since engines take long to compile what calls itself. It ends, because a copy does. */
function isSame(given: unknown, copy: unknown): boolean {
  const givens = [given];
  const copies = [copy];
  for (let i = 0; i < givens.length; i++) {
    const one = givens[i];
    const other = copies[i];
    if (one === other || (one instanceof Kept && one.value === other)) continue;
    if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) return false;
    if (!isLike(one, other)) return false;
    let left = Object.keys(other).length;
    for (const key of Object.keys(one)) {
      const value = (one as Fields)[key];
      // What is not there is left out of copies, save of lists.
      if (value === undefined) continue;
      if (!Object.hasOwn(other, key)) return false;
      left--;
      const kept = (other as Fields)[key];
      if (value === kept) continue;
      givens.push(value);
      copies.push(kept);
    }
    if (left !== 0) return false;
  }
  return true;
}

/** Both lists of one length, or both plain objects. */
function isLike(given: object, copy: object): boolean {
  if (Array.isArray(copy)) return Array.isArray(given) && given.length === copy.length;
  const prototype = Object.getPrototypeOf(given);
  return prototype === Object.prototype || prototype === null;
}
