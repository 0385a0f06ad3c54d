/** Waits no longer than that, and says whether the task was done. The timer holds the process: somebody awaits this. */
export async function within(ms: number, task: Promise<unknown>): Promise<"done" | "late"> {
  const { promise, resolve } = Promise.withResolvers<"late">();
  const timer = setTimeout(resolve, ms, "late");
  const outcome = await Promise.race([task.then(() => "done" as const), promise]);
  clearTimeout(timer);
  return outcome;
}
