/**
 * Runs tasks that are about the same thing one after the other, and all others at once: what is said last must not arrive
 * first. For sinks, whose events replace earlier ones of the same id.
 */
export function inOrder(): <T>(about: string, task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (about, task) => {
    const before = last.get(about);
    const running = before === undefined ? task() : before.then(task, task);
    last.set(about, running);
    const forget = (): void => {
      if (last.get(about) === running) last.delete(about);
    };
    running.then(forget, forget);
    return running;
  };
}
