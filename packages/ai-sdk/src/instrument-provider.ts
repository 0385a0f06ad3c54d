import { type AdapterOptions, ConfigurationError, telemetrySource } from "@isospan/core";
import { instrumentModel, isModel } from "./instrument-model.ts";

/**
 * The same provider, every model of which is instrumented: called itself, or by `languageModel`, `chat`, `embedding` and
 * whatever else it has. Tools and other objects of its own stay as they are.
 */
export function instrumentProvider<P extends object>(provider: P, options: AdapterOptions = {}): P {
  telemetrySource(options);
  const fits = (typeof provider === "object" && provider !== null) || typeof provider === "function";
  if (!fits) throw new ConfigurationError("provider", `got ${String(provider)}`, "Pass a provider, such as openai.");
  const made = (value: unknown): unknown => (isModel(value) ? instrumentModel(value, options) : value);
  const factories = new WeakMap<object, unknown>();
  // Private fields are found on the original alone.
  const call = (factory: object, self: unknown, args: readonly unknown[]): unknown =>
    made(
      Reflect.apply(
        factory as (...args: unknown[]) => unknown,
        self === (instrumented as unknown) ? provider : self,
        args,
      ),
    );
  const wrapped = (factory: object): unknown => {
    const known = factories.get(factory);
    if (known !== undefined) return known;
    const proxy = new Proxy(factory, { apply: call });
    factories.set(factory, proxy);
    return proxy;
  };
  const instrumented = new Proxy<P>(Object.isFrozen(provider) ? thawed(provider) : provider, {
    apply: (_, self, args) => call(provider, self, args),
    set: (_, key, value) => Reflect.set(provider, key, value, provider),
    get(target, key) {
      const value: unknown = Reflect.get(provider, key, provider);
      // A field that cannot be changed must be handed out as it is.
      const own = Reflect.getOwnPropertyDescriptor(target, key);
      const fixed = own?.configurable === false && own.writable === false;
      return typeof value === "function" && key !== "constructor" && !fixed ? wrapped(value) : value;
    },
  });
  return instrumented;
}

/** A copy whose fields can be handed out changed. */
function thawed<P extends object>(provider: P): P {
  const copy: object = typeof provider === "function" ? () => {} : {};
  Object.setPrototypeOf(copy, Object.getPrototypeOf(provider));
  for (const key of Reflect.ownKeys(provider)) {
    Object.defineProperty(copy, key, { ...Reflect.getOwnPropertyDescriptor(provider, key), configurable: true });
  }
  return copy as P;
}
