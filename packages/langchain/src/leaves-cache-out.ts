import type { ExtraParams } from "./model-start.ts";
import { type Metadata, object, type Serialized } from "./shapes.ts";

/**
 * Whether a package's counts leave what a cache was read or written for out of the input. Anthropic's did up to 1.2.1.
 * Of those that count it, 1.3.0 and later pass `mcp_servers`, if only as undefined, and 1.3.21 and later tell their
 * version. 1.2.2 and 1.2.3 cannot be told from 1.2.1.
 * Source: @langchain/anthropic dist/chat_models.js and dist/utils/message_outputs.js of these versions.
 */
export function leavesCacheOut(
  serialized: Serialized | undefined,
  extra: ExtraParams | undefined,
  metadata: Metadata | undefined,
): boolean {
  // The class's name is that of a subclass, or a bundler's. The namespace is the package's own.
  const [vendor, kind, name] = serialized?.id ?? [];
  if (vendor !== "langchain" || kind !== "chat_models" || name !== "anthropic") return false;
  const told = "@langchain/anthropic" in object(metadata?.versions);
  return !told && !("mcp_servers" in object(extra?.invocation_params));
}
