import type { WireName } from "../exchange.ts";
import type { Facts } from "../facts.ts";

/** A provider's wire format: how to tell it, how to stream it, and what a payload says. */
export interface Wire {
  readonly name: WireName;
  /** Whether this is a whole body or a chunk of this format. */
  recognises(payload: unknown): boolean;
  /** Whether this chunk begins an answer, after `previous`. A recording of several calls holds several. */
  begins(chunk: unknown, previous: unknown): boolean;
  readonly streamType: string;
  /** The bytes of a stream of these chunks. */
  frame(texts: readonly string[]): Uint8Array;
  /** The oracle: reads what was recorded, and shares nothing with any adapter. One payload is a whole body. */
  toFacts(payloads: readonly unknown[], provider: string): Facts;
}
