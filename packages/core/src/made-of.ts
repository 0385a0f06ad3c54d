/** More than any error is made of that somebody threw. */
const MAX_ERRORS = 100;

/**
 * Which of these errors another one is made of: they are its cause, or all that it lists. None where it lists anything
 * besides: that has failed, too.
 */
export function madeOf(error: unknown, these: ReadonlySet<unknown>): ReadonlySet<unknown> {
  const found = new Set<unknown>();
  let left = MAX_ERRORS;
  const isMade = (at: unknown): boolean => {
    // What is no object may be equal by chance.
    if (typeof at !== "object" || at === null || --left < 0) return false;
    const is = these.has(at);
    if (is) found.add(at);
    try {
      const { lastError, cause, errors } = at as { lastError?: unknown; cause?: unknown; errors?: unknown };
      const listed = Array.isArray(errors) && errors.length > 0 && errors.every(isMade);
      // Each is looked into, also after one was found.
      return [is, listed, isMade(lastError), isMade(cause)].includes(true);
    } catch {
      return is;
    }
  };
  return isMade(error) ? found : new Set();
}
