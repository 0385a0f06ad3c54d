/**
 * Which of these errors another one is made of: it is one of them, or they are its cause, or all that it lists. None where
 * it lists anything besides: that has failed, too.
 */
export function madeOf(error: unknown, these: ReadonlySet<unknown>): ReadonlySet<unknown> {
  const found = new Set(these.has(error) ? [error] : []);
  // More than any error is made of that somebody threw.
  let left = 100;
  const isMade = (at: unknown): boolean => {
    // What is no object may be equal by chance.
    if (typeof at !== "object" || at === null || --left < 0) return false;
    if (these.has(at)) found.add(at);
    try {
      const { lastError, cause, errors } = at as { lastError?: unknown; cause?: unknown; errors?: unknown };
      const listed = Array.isArray(errors) && errors.length > 0 && errors.every(isMade);
      // Each is looked into, also after one was found.
      return [these.has(at), listed, isMade(lastError), isMade(cause)].includes(true);
    } catch {
      return these.has(at);
    }
  };
  return isMade(error) || these.has(error) ? found : new Set();
}
