import { ConfigurationError } from "./configuration-error.ts";

/** The value of a numeric option, checked. */
export function positive(field: string, value: number): number {
  if (typeof value === "number" && value > 0 && Number.isFinite(value)) return value;
  throw new ConfigurationError(field, `got ${String(value)}`, "Pass a number above 0.");
}
