import type { Operation, OperationEnd, OperationStart, Recorder } from "@isospan/core";

/** By what an answer can be known again. */
export interface Answer {
  readonly identity: object | undefined;
  readonly id: string | undefined;
}

/** A call that the SDK tells of, without a hook around it. */
export class ToldCall {
  readonly start: OperationStart;
  /** What was given to be embedded, which repetitions share. */
  readonly values: unknown;
  /** A wrapped model has been called for it, which records it itself. */
  wrapped = false;
  readonly #answers: OperationEnd[] = [];

  constructor(start: OperationStart, values: unknown) {
    this.start = start;
    this.values = values;
  }

  /** A wrapped model that was called for it has answered. */
  answered(end: OperationEnd): void {
    this.#answers.push(end);
  }

  /** Whether a wrapped model has recorded it, by what is told of its answer. */
  isRecorded(recorder: Recorder, told: () => Answer): boolean {
    try {
      const { identity, id } = told();
      if (identity !== undefined && recorder.seen(identity)) return true;
      if (!this.wrapped || identity === undefined || this.#answers.length === 0) return this.wrapped;
      if (id !== undefined && this.#answers.some(({ response }) => response?.id === id)) return true;
      // Where both sides know the answer by an object, and those differ, what was called is not what is told of.
      return this.#answers.some((answer) => answer.identity === undefined);
    } catch (error) {
      recorder.failed("comparing answers", error);
      return this.wrapped;
    }
  }
}

/** What is noted of one of the SDK's functions: its calls that have begun and have not ended, by their keys. */
export class ToldFunction {
  readonly name: string;
  readonly open: Map<string, ToldCall> = new Map();
  /** The key of what its calls are in. */
  place: string;
  /** Whether it is over, and some of its calls go on. */
  failed = false;
  /** Whether a model has answered with what is to be read as an object. */
  answered = false;

  constructor(name: string, place: string) {
    this.name = name;
    this.place = place;
  }

  /** The keys of what has failed with it. Of many at once nobody says which: that which was repeated most, or the first. */
  failing(): readonly string[] {
    if (this.name !== "ai.embedMany") return [...this.open.keys()];
    const attempts = new Map<unknown, string[]>();
    for (const [key, { values }] of this.open) attempts.set(values, [...(attempts.get(values) ?? []), key]);
    return [...attempts.values()].reduce((most, keys) => (keys.length > most.length ? keys : most), []);
  }
}

/** What is noted under this key of such a function, by whichever copy of this package. */
export function toldFunction(recorder: Recorder, key: string): ToldFunction | undefined {
  const memo = recorder.memo(key);
  return typeof memo === "object" && memo !== null && "open" in memo ? (memo as ToldFunction) : undefined;
}

/** Where the runtime cannot say in which call another begins: those that are told of, the newest last. */
const unplaced = new WeakMap<Recorder, Map<ToldCall, OperationStart["withhold"]>>();

/** What never ends is never taken out. Far more than run at once. */
const MAX_UNPLACED = 10_000;

/** From now on in this async context, what begins is the call, or within it. */
export function tell(
  recorder: Recorder,
  { open }: ToldFunction,
  key: string,
  call: ToldCall,
  withhold: OperationStart["withhold"],
): void {
  open.set(key, call);
  if (recorder.enterStep(key, { withhold })) return;
  const calls = unplaced.get(recorder) ?? new Map();
  unplaced.set(recorder, calls);
  for (const oldest of calls.keys()) {
    if (calls.size < MAX_UNPLACED) break;
    // Better no record than two.
    oldest.wrapped = true;
    calls.delete(oldest);
  }
  calls.set(call, withhold);
}

export function forget(recorder: Recorder, call: ToldCall): void {
  unplaced.get(recorder)?.delete(call);
}

/** A wrapped model is called. @returns what the SDK has told of this call, if it has */
export function claim(recorder: Recorder, start: OperationStart, operation: Operation): ToldCall | undefined {
  const key = recorder.step();
  const around = key === undefined ? undefined : toldFunction(recorder, key);
  const call =
    key === undefined || around === undefined ? claimByName(recorder, start, operation) : around.open.get(key);
  // An object may be made by a model that calls embeddings.
  if (call === undefined || call.start.name !== start.name) return undefined;
  call.wrapped = true;
  return call;
}

/** The newest of this name. Which one it is nobody can say: what any of them keeps back, it keeps back. */
function claimByName(recorder: Recorder, start: OperationStart, operation: Operation): ToldCall | undefined {
  const calls = unplaced.get(recorder);
  // Nearly always: this is asked for every call of a wrapped model.
  if (calls === undefined || calls.size === 0) return undefined;
  try {
    const { name, provider, model } = start;
    const alike = [...calls].filter(([told]) => {
      return told.start.name === name && told.start.provider === provider && told.start.model === model;
    });
    const withhold = alike.flatMap(([, withheld]) => withheld ?? []);
    if (withhold.length > 0) operation.update({ withhold });
    return alike.findLast(([{ wrapped }]) => !wrapped)?.[0];
  } catch (error) {
    recorder.failed("reading a model's name", error);
    return undefined;
  }
}
