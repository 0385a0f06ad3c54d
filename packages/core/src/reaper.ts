import type { RecordedOperation } from "./operation.ts";
import type { Parts } from "./parts.ts";
import type { CoreRecorder } from "./recorder.ts";
import { outside } from "./scope.ts";
import type { OperationTable } from "./table.ts";
import { toAbortEnd } from "./to-error.ts";

const TICK_MS = 1_000;
const ABORT_GRACE_MS = 1_000;

/**
 * Closes what never ends: after a signal fired, after its parent has ended, after long idleness, when there is too
 * much, at shutdown. One timer for all, only while something is open, never holding the process.
 */
export class Reaper {
  readonly #table: OperationTable;
  readonly #host: CoreRecorder;
  readonly #parts: Parts;
  readonly #aborted = new Set<RecordedOperation>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(table: OperationTable, host: CoreRecorder, parts: Parts) {
    this.#table = table;
    this.#host = host;
    this.#parts = parts;
  }

  watch(operation: RecordedOperation): void {
    if (this.#table.open.size > this.#parts.options.maxOpenOperations) {
      const { oldest } = this.#table.open;
      if (oldest !== undefined && oldest !== operation) this.#evict(oldest);
    }
    if (this.#timer !== undefined) return;
    this.#timer = outside(() => setInterval(() => this.sweep(), TICK_MS));
    // Node's timers can let go of the process; a browser's are numbers.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  /** The framework usually reports the abort itself, a moment later. */
  abortLater(operation: RecordedOperation): void {
    if (operation.endedAtMs !== undefined) return;
    operation.abortedAtMs = this.#host.now();
    this.#aborted.add(operation);
  }

  sweep(): void {
    try {
      this.#closeDue();
    } catch (error) {
      this.#host.failed("the sweep", error);
    }
  }

  #closeDue(): void {
    const nowMs = this.#host.now();
    const dueMs = nowMs - this.#parts.options.graceMs;
    for (const operation of this.#aborted) {
      if (operation.endedAtMs === undefined && (operation.abortedAtMs ?? 0) > nowMs - ABORT_GRACE_MS) continue;
      this.#aborted.delete(operation);
      if (operation.endedAtMs === undefined) this.#abandon(operation);
    }
    const idleSinceMs = nowMs - this.#parts.options.idleTimeoutMs;
    for (const operation of this.#table.open.newestFirst()) {
      const { parent, openChildren, openSteps, lastActivityMs, waiting, key, last } = operation;
      // Chunks that come within it are activity of what is around them, too, which is older and comes later here.
      if (parent !== undefined) parent.lastActivityMs = Math.max(parent.lastActivityMs, lastActivityMs);
      // Children that are still busy stay open, and so does what waits at a gate.
      const left = parent?.endedAtMs !== undefined && parent.endedAtMs <= dueMs && lastActivityMs <= dueMs;
      // Frameworks tell nothing more of a run whose reader has walked away. What ends by itself has no key.
      const cutShort = last !== undefined && last.outcome !== "error";
      const stopped = key !== undefined && cutShort && openChildren + openSteps <= 0 && lastActivityMs <= dueMs;
      if ((left || stopped) && !waiting) this.#abandon(operation);
      else if (openChildren <= 0 && lastActivityMs < idleSinceMs && !waiting) this.#evict(operation);
    }
    if (this.#table.open.size === 0) this.#stop();
  }

  closeAll(): void {
    for (const operation of this.#table.open.newestFirst()) {
      this.#abandon(operation);
    }
    this.#aborted.clear();
    this.#stop();
  }

  #stop(): void {
    if (this.#timer !== undefined) clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #evict(operation: RecordedOperation): void {
    this.#parts.diagnostics.report("evicted", `${operation.facts.name} never ended and was closed`);
    this.#abandon(operation);
  }

  #abandon(operation: RecordedOperation): void {
    const { parent, signal, abortedAtMs: endedAtMs, lastActivityMs, cancelledBy, last } = operation;
    const cancelled = cancelledBy !== undefined || last?.outcome === "aborted" || parent?.abortedAtMs !== undefined;
    const aborted = cancelled || parent?.facts.outcome === "aborted";
    if (endedAtMs !== undefined) this.#host.finish(operation, toAbortEnd(signal?.reason), { endedAtMs });
    else this.#host.finish(operation, { outcome: aborted ? "aborted" : "abandoned" }, { endedAtMs: lastActivityMs });
  }
}
