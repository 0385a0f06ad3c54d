import type { OperationEnd } from "@isospan/core";
import { object } from "./shapes.ts";

/**
 * A graph that waits for a person returns that in so many words, though its own run says nothing of them. What is around
 * it waits, too, if that is what it returns: it may as well have gone on without an answer.
 */
export function toChainEnd(outputs: unknown): OperationEnd {
  return Array.isArray(object(outputs).__interrupt__) ? { outcome: "interrupted" } : {};
}
