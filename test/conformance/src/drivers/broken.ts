import type { Message, Operation, OperationEnd, OperationStart, Recorder, StartPlace, Telemetry } from "@isospan/core";
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
  broken("dropped documents", (recorder) => withChangedEnd(recorder, ({ documents: _, ...end }) => end)),
  broken("dropped errors", (recorder) => withChangedEnd(recorder, ({ error: _, ...end }) => end)),
  broken("tool results kept back", (recorder) => withChangedEnd(recorder, ({ output: _, ...end }) => end)),
  broken("results made into text", (recorder) =>
    withChangedEnd(recorder, ({ output, ...end }) => ({ ...end, output: JSON.parse(JSON.stringify(output ?? [])) })),
  ),
  broken("interrupts taken for errors", (recorder) =>
    withChangedEnd(recorder, ({ outcome, ...end }) => (outcome ? { ...end, error: new Error("GraphInterrupt") } : end)),
  ),
  broken("dropped decisions", (recorder) =>
    withStart(recorder, (start, at) => recorder.start({ ...start, decisions: undefined }, at)),
  ),
  broken("dropped output type", (recorder) =>
    withStart(recorder, (start, at) =>
      recorder.start({ ...start, request: { ...start.request, outputType: undefined } }, at),
    ),
  ),
  broken("dropped conversation and user", (recorder) =>
    withStart(recorder, (start, at) => recorder.start({ ...start, conversationId: undefined, context: undefined }, at)),
  ),
  broken("embeddings taken for chats", (recorder) =>
    withStart(recorder, (start, at) =>
      recorder.start({ ...start, name: start.name === "embeddings" ? "chat" : start.name }, at),
    ),
  ),
  broken("workflows left out", (recorder) =>
    withStart(recorder, (start, at) =>
      recorder.start(start.name === "invoke_workflow" ? { name: "task", label: start.label } : start, at),
    ),
  ),
  broken("pictures named by the framework's word", (recorder) =>
    withStart(recorder, (start, at) => recorder.start({ ...start, input: start.input?.map(named) }, at)),
  ),
];

function named({ role, parts }: Message): Message {
  return { role, parts: parts.map((part) => (part.type === "blob" ? { type: "image_url" } : part)) };
}

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

function withChangedEnd(recorder: Recorder, change: (end: OperationEnd) => OperationEnd): Recorder {
  return withEnd(recorder, (operation, end = {}) => operation.end(change(end)));
}

function withUsage(
  recorder: Recorder,
  change: (usage: NonNullable<OperationEnd["usage"]>) => NonNullable<OperationEnd["usage"]>,
): Recorder {
  return withChangedEnd(recorder, (end) => (end.usage ? { ...end, usage: change(end.usage) } : end));
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
    runStep: (key, about, fn) => recorder.runStep(key, about, fn),
    enterStep: (key, about) => recorder.enterStep(key, about),
    step: () => recorder.step(),
    memo: (key) => recorder.memo(key),
    seen: (identity) => recorder.seen(identity),
    admit: (operation) => recorder.admit(operation),
  };
}
