const shared = new WeakMap<object, string>();

/** For values that many records share: their JSON is made once. */
export function shareJson(value: object): void {
  shared.set(value, "");
}

/** The JSON of what was kept. */
export function toJson(value: unknown): string {
  if (Array.isArray(value) && !shared.has(value)) return `[${value.map(toJson).join()}]`;
  const known = shared.get(value as object);
  if (known) return known;
  const json = JSON.stringify(value);
  if (known === "") shared.set(value as object, json);
  return json;
}
