const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/**
 * Runs `shutdown` before the process ends: when nothing is left to do, and at SIGTERM and SIGINT. After a signal it ends
 * as it would have without us, unless the application listens as well: then that is its business. A second signal does
 * not wait. Returns what takes this back.
 */
export function beforeExit(shutdown: () => Promise<unknown>): () => void {
  const ended = (): void => void shutdown();
  const listeners = SIGNALS.map((signal) => {
    const listener = (): void => {
      // Off at once, so that the next signal finds things as they would be without us.
      process.off(signal, listener);
      const alone = process.listenerCount(signal) === 0;
      void shutdown().then(() => {
        if (alone) process.kill(process.pid, signal);
      });
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  process.once("beforeExit", ended);
  return () => {
    process.off("beforeExit", ended);
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
}
