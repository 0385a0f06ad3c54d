import type { Operation, OperationEnd, OperationStart, Recorder, StartPlace, Telemetry } from "@isospan/core";
import type { Driver } from "../driver.ts";
import { playRaw } from "./raw.ts";

type Break = (recorder: Recorder) => Recorder;

/** Drivers with one deliberate fault each. The suite is worth something only as long as it refuses them. */
export const brokenDrivers: readonly Driver[] = [
  broken("wrong parent", (recorder) =>
    withStart(recorder, (start, at) => recorder.start(start, { ...at, parentKey: orphan(recorder) })),
  ),
  broken("dropped cache tokens", (recorder) => withUsage(recorder, ({ cacheReadTokens: _, ...usage }) => usage)),
  broken("cache excluded from input", (recorder) =>
    withUsage(recorder, (usage) => ({
      ...usage,
      inputTokens: (usage.inputTokens ?? 0) - (usage.cacheReadTokens ?? 0),
    })),
  ),
  broken("double end", (recorder) =>
    withEnd(recorder, (operation, end) => {
      operation.end(end);
      operation.end(end);
    }),
  ),
  broken("no end", (recorder) => withEnd(recorder, () => {})),
];

function broken(name: string, fault: Break): Driver {
  return {
    name,
    gaps: {},
    play: (scenario, telemetry: Telemetry) => playRaw(scenario, fault(telemetry.recorder)),
  };
}

/** A key that leads away from everything that is running. */
function orphan(recorder: Recorder): string {
  const key = "orphan";
  recorder.start({ name: "task", label: "elsewhere" }, { key });
  return key;
}

function withStart(recorder: Recorder, start: (start: OperationStart, at?: StartPlace) => Operation): Recorder {
  return Object.create(recorderOf(recorder), { start: { value: start } });
}

function withEnd(recorder: Recorder, end: (operation: Operation, end: OperationEnd | undefined) => void): Recorder {
  return withStart(recorder, (start, at) => {
    const operation = recorder.start(start, at);
    return new Proxy(operation, {
      get(target, key) {
        if (key === "end") return (given?: OperationEnd) => end(target, given);
        const value = Reflect.get(target, key, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  });
}

function withUsage(
  recorder: Recorder,
  change: (usage: NonNullable<OperationEnd["usage"]>) => NonNullable<OperationEnd["usage"]>,
): Recorder {
  return withEnd(recorder, (operation, end) => operation.end(end?.usage ? { ...end, usage: change(end.usage) } : end));
}

/** The recorder with its own `this`, so that one method can be replaced. */
function recorderOf(recorder: Recorder): Recorder {
  return {
    gated: recorder.gated,
    captured: recorder.captured,
    failed: (problem, error) => recorder.failed(problem, error),
    start: (start, at) => recorder.start(start, at),
    open: (key) => recorder.open(key),
    end: (key, end, at) => recorder.end(key, end, at),
    plumbing: (key, parentKey, memo) => recorder.plumbing(key, parentKey, memo),
    memo: (key) => recorder.memo(key),
    seen: (identity) => recorder.seen(identity),
    admit: (operation) => recorder.admit(operation),
  };
}
