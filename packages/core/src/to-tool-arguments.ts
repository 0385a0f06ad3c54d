/** Models send arguments as JSON text, frameworks hand them on as text or object: an object where it can be one. */
export function toToolArguments(given: unknown): unknown {
  if (typeof given !== "string") return given;
  try {
    const parsed: unknown = JSON.parse(given);
    return typeof parsed === "object" && parsed !== null ? parsed : given;
  } catch {
    return given;
  }
}
