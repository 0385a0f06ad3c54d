const LEVELS = 20_000;

/** Whatever is read of it throws. */
function throwing(): object {
  const refuse = (): never => {
    throw new Error("unreadable");
  };
  return Object.defineProperties({}, { name: { get: refuse, enumerable: true }, toJSON: { get: refuse } });
}

export function circular(): object {
  const value: Record<string, unknown> = { text: "round" };
  value.self = value;
  return value;
}

export function deep(): object {
  let value: object = {};
  for (let level = 0; level < LEVELS; level++) value = { value };
  return value;
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** By what is wrong with them. */
export const HOSTILE: readonly (readonly [fact: string, make: () => unknown])[] = [
  ["throwing getters", throwing],
  ["a circle", circular],
  ["20,000 levels", deep],
  ["a bigint", () => ({ value: 2n ** 80n })],
  ["a revoked proxy", revoked],
  ["half a character", () => ({ text: "\ud800 and \udc00", "\udfff": 1 })],
  ["megabytes", () => ({ text: "x".repeat(3_000_000), list: Array(200_000).fill("y") })],
];
