import { type MethodWrap, withMethods } from "@isospan/core";

const ORIGINALS = new WeakMap<object, object>();

/** The same object with some methods wrapped. What is wrapped already is wrapped anew instead, or its calls count twice. */
export function wrapOnce<T extends object>(given: T, wraps: Readonly<Record<string, MethodWrap>>): T {
  const original = (ORIGINALS.get(given) as T | undefined) ?? given;
  const wrapped = withMethods(original, wraps);
  ORIGINALS.set(wrapped, original);
  return wrapped;
}
