import type { Facts } from "./facts.ts";

/** What happens within something is done for the same people, in the same conversation, and as confidential. */
export function inherit(facts: Facts, around: Readonly<Facts> | undefined): void {
  if (around === undefined) return;
  const { context, conversationId, withhold } = around;
  if (context !== undefined) facts.context = facts.context ? Object.freeze({ ...context, ...facts.context }) : context;
  facts.conversationId ??= conversationId;
  if (withhold !== undefined) facts.withhold = [...withhold, ...(facts.withhold ?? [])];
}
