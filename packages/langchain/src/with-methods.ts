type Wrap = (call: () => unknown, args: readonly unknown[]) => unknown;

/**
 * The same object with some methods wrapped. Every method runs on the original: what it calls of itself is the
 * original's, and private fields are found.
 */
export function withMethods<T extends object>(target: T, wraps: Readonly<Record<string, Wrap>>): T {
  const methods = new Map<PropertyKey, unknown>();
  return new Proxy(target, {
    get(_, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function" || key === "constructor") return value;
      const wrap = Object.hasOwn(wraps, key) ? wraps[key as string] : undefined;
      const call = (...args: unknown[]): unknown => {
        const run = (): unknown => Reflect.apply(value, target, args);
        return wrap === undefined ? run() : wrap(run, args);
      };
      // The same method each time, unless somebody has replaced it.
      const known = methods.get(key) as { readonly value: unknown; readonly call: typeof call } | undefined;
      if (known?.value === value) return known.call;
      methods.set(key, { value, call });
      return call;
    },
  });
}
