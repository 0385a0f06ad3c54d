import type { UserContext } from "./record.ts";

/**
 * For adapters: whom something is done for, from the application's own metadata. Keys: `sessionId`, `userId` and
 * `tenantId`, or `session_id`, `user_id` and `tenant_id`. Other values than texts are left out.
 */
export function toUserContext(metadata: Readonly<Record<string, unknown>> | undefined): UserContext | undefined {
  if (metadata === undefined) return undefined;
  const sessionId = text(metadata.sessionId) ?? text(metadata.session_id);
  const userId = text(metadata.userId) ?? text(metadata.user_id);
  const tenantId = text(metadata.tenantId) ?? text(metadata.tenant_id);
  const known = sessionId !== undefined || userId !== undefined || tenantId !== undefined;
  return known ? { sessionId, userId, tenantId } : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
