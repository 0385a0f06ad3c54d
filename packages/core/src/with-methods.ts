/** Gets a call of the method and its arguments, and returns what the caller shall get. */
export type MethodWrap = (call: () => unknown, args: readonly unknown[]) => unknown;

interface Known {
  readonly value: unknown;
  readonly method: (...args: unknown[]) => unknown;
}

/**
 * For adapters: the same object, of the same type, with some methods wrapped. Every method runs on the original, so what
 * it calls of itself is not wrapped, and private fields are found.
 */
export function withMethods<T extends object>(target: T, wraps: Readonly<Record<string, MethodWrap>>): T {
  const known = new Map<PropertyKey, Known>();
  return new Proxy(open(target), {
    set: (_, key, value) => Reflect.set(target, key, value, target),
    get(opened, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function" || key === "constructor") return value;
      // What is fixed after it was wrapped has to be handed out as it is.
      if (isFixed(Reflect.getOwnPropertyDescriptor(opened, key))) return value;
      const before = known.get(key);
      // The same method each time, unless somebody has replaced it.
      if (before?.value === value) return before.method;
      const wrap = (typeof key === "string" && Object.hasOwn(wraps, key) ? wraps[key] : undefined) ?? direct;
      // Not a function of ours: a mock keeps its calls, and a class can be constructed.
      const method = new Proxy(value as Known["method"], {
        apply: (_method, _this, args: unknown[]) => wrap(() => Reflect.apply(value, target, args), args),
      });
      known.set(key, { value, method });
      return method;
    },
  });
}

const direct: MethodWrap = (call) => call();

function isFixed(field: PropertyDescriptor | undefined): boolean {
  return field?.configurable === false && field.writable === false;
}

/** A field that is fixed has to be handed out as it is. That of a copy does not. */
function open<T extends object>(target: T): T {
  const fields = Object.getOwnPropertyDescriptors(target) as Record<PropertyKey, PropertyDescriptor>;
  const all = Reflect.ownKeys(fields).map((key) => fields[key] as PropertyDescriptor);
  if (!all.some(isFixed)) return target;
  for (const field of all) field.configurable = true;
  return Object.create(Object.getPrototypeOf(target), fields);
}
