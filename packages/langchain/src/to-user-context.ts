import type { OperationStart } from "@isospan/core";
import { type Metadata, text } from "./shapes.ts";

/** LangGraph's thread is the conversation. */
export function toConversationId(metadata: Metadata | undefined): string | undefined {
  return text(metadata?.thread_id);
}

/** Who and what a run is for, from the metadata that the application passes in its `config`. */
export function toUserContext(metadata: Metadata | undefined): OperationStart["context"] {
  if (metadata === undefined) return undefined;
  const sessionId = text(metadata.session_id) ?? text(metadata.sessionId);
  const userId = text(metadata.user_id) ?? text(metadata.userId);
  const tenantId = text(metadata.tenant_id) ?? text(metadata.tenantId);
  const known = sessionId !== undefined || userId !== undefined || tenantId !== undefined;
  return known ? { sessionId, userId, tenantId } : undefined;
}
