import type { Keeper } from "./keeper.ts";
import type { UserContext } from "./record.ts";

/** The outer context with the inner one laid over it: tags and metadata add up. Bounded, redacted, frozen. */
export function toUserContext(given: UserContext, outer: UserContext | undefined, keeper: Keeper): UserContext {
  const { sessionId, userId, tenantId, tags, metadata, prompt } = given;
  const merged = {
    ...outer,
    ...(sessionId !== undefined && { sessionId }),
    ...(userId !== undefined && { userId }),
    ...(tenantId !== undefined && { tenantId }),
    ...(tags !== undefined && { tags: [...new Set([...(outer?.tags ?? []), ...tags])] }),
    ...(metadata !== undefined && { metadata: { ...outer?.metadata, ...metadata } }),
    ...(prompt !== undefined && { prompt }),
  };
  return keeper.content(merged) as UserContext;
}
