/** A metric. Its labels are a closed list: who knows a user's id or an error's message cannot put it there. */
export interface Instrument {
  readonly name: string;
  /** A counter only grows; an up-down counter tells how many there are now. */
  readonly kind: "counter" | "up-down-counter" | "histogram";
  /** In UCUM, as OpenTelemetry has it: `s`, `{token}`; `1` is a ratio. */
  readonly unit: string;
  readonly description: string;
  /** Upper bounds of a histogram's buckets, each within its bucket. */
  readonly boundaries?: readonly number[];
  /** Each label that its points may have, in this order. Not every point has all of them. */
  readonly labels: readonly string[];
}

export type Labels = Readonly<Record<string, string | number>>;

/** One measurement of one instrument. */
export interface Point {
  readonly instrument: Instrument;
  readonly value: number;
  readonly attributes: Labels;
  /** How often it is measured. @default 1 */
  readonly times?: number;
}

export const histogram = (
  name: string,
  unit: string,
  description: string,
  boundaries: readonly number[],
  labels: readonly string[],
): Instrument => ({ name, kind: "histogram", unit, description, boundaries, labels });

export const counter = (name: string, unit: string, description: string, labels: readonly string[]): Instrument => {
  return { name, kind: "counter", unit, description, labels };
};
