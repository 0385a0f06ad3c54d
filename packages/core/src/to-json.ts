const shared = new WeakMap<object, string>();

/** For values that many records share: their JSON is made once. */
export function shareJson(value: object): void {
  shared.set(value, "");
}

/** The JSON of what was kept. */
export function toJson(value: unknown): string {
  const known = shared.get(value as object);
  if (known) return known;
  if (known === undefined && Array.isArray(value)) return listToJson(value);
  const json = JSON.stringify(value);
  if (known === "") shared.set(value as object, json);
  return json;
}

/** By adding texts: engines copy the parts only when somebody reads the whole, and an agent's history is long. */
function listToJson(values: readonly unknown[]): string {
  let json = "[";
  for (const value of values) json += json.length === 1 ? toJson(value) : `,${toJson(value)}`;
  return `${json}]`;
}
