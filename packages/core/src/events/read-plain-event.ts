import type { Keeper } from "../keeper.ts";
import type { EvaluationEvent, FeedbackEvent, TelemetryEvent } from "./telemetry-event.ts";

type Judgement = FeedbackEvent | EvaluationEvent;
type Plain = Exclude<TelemetryEvent, Judgement>;
type Own<E> = E extends unknown ? Exclude<keyof E, "type" | "atMs" | "reference" | "agent" | "context"> : never;

interface Field {
  readonly read: (value: unknown, keeper: Keeper) => unknown;
  /** What it has to be, where it cannot be left out. */
  readonly needed?: string;
}

const name: Field = { read: (value, keeper) => keeper.name(value) };
const neededName: Field = { ...name, needed: "a text that is not empty" };
const text: Field = { read: (value, keeper) => (typeof value === "string" ? keeper.text(value) : undefined) };
const amount: Field = { read: (value) => (isAmount(value) ? value : undefined) };
const oneOf = (...words: readonly string[]): Field => {
  return { read: (value) => words.find((word) => word === value), needed: `one of ${words.join(", ")}` };
};

const FIELDS: { readonly [E in Plain as E["type"]]: Readonly<Record<Own<E>, Field>> } = {
  guard_decision: {
    guard: neededName,
    decision: oneOf("allowed", "warned", "downgraded", "denied"),
    reason: text,
  },
  fallback: { from: name, to: name, reason: text },
  limit_hit: { limit: neededName, value: amount },
  confirmation: { outcome: oneOf("approved", "edited", "denied", "timed_out"), tool: name, waitedMs: amount },
  parse_failure: { schema: name, message: text },
  drop: { destination: neededName, reason: neededName, count: { ...amount, needed: "a number from 0 on" } },
};

/** What an event of this type says of itself, or why it is none. */
export function readPlainEvent(
  type: unknown,
  given: object,
  keeper: Keeper,
): { readonly fields: Readonly<Record<string, unknown>> } | { readonly problem: string } {
  if (!isPlain(type)) return { problem: `there is no event of the type ${String(type)}` };
  const table: Readonly<Record<string, Field>> = FIELDS[type];
  const fields: Record<string, unknown> = {};
  for (const [field, { read, needed }] of Object.entries(table)) {
    const value = read(keeper.field(given as Readonly<Record<string, unknown>>, field), keeper);
    if (value !== undefined) fields[field] = value;
    else if (needed !== undefined) return { problem: `${field} of ${type} has to be ${needed}` };
  }
  return { fields };
}

function isPlain(type: unknown): type is Plain["type"] {
  return typeof type === "string" && Object.hasOwn(FIELDS, type);
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
