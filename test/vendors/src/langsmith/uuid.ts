const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: unknown): value is string {
  return typeof value === "string" && UUID.test(value);
}

/** Such as 4 or 7. */
export function uuidVersion(id: string): number {
  return Number.parseInt(UUID.exec(id)?.[1] ?? "0", 16);
}

/** Milliseconds since 1970 that a UUID of version 7 begins with. */
export function uuidTimeMs(id: string): number {
  return Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
}
