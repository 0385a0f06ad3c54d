import type { Exchange } from "../exchange.ts";
import type { Fact, Field } from "../facts.ts";
import { at, list } from "../json.ts";
import { wireOf } from "../wires/index.ts";
import type { Gap } from "./gap.ts";

type Payloads = Exchange["payloads"];

/** Answers that would say something else if they were no more than what the client sees of them; that stands instead. */
export function seeing(seen: (payloads: Payloads) => Payloads): Required<Pick<Gap, "when" | "instead">> {
  const instead = (exchange: Exchange, field: Field): Fact =>
    factOf({ ...exchange, payloads: seen(exchange.payloads) }, field);
  return { instead, when: (exchange, field) => instead(exchange, field) !== factOf(exchange, field) };
}

export function without(isDropped: (chunk: unknown) => boolean): (payloads: Payloads) => Payloads {
  return (payloads) => payloads.filter((chunk) => !isDropped(chunk));
}

/** Of a payload's candidates or choices, whatever they are called. */
export function firstOf(key: "candidates" | "choices"): (payloads: Payloads) => Payloads {
  return (payloads) => payloads.map((payload) => ({ ...Object(payload), [key]: list(at(payload, key)).slice(0, 1) }));
}

export function factOf({ wire, payloads, provider }: Exchange, field: Field): Fact {
  return wireOf(wire).toFacts(payloads, provider)[field];
}
