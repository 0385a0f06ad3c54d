import { type Attributes, firstText, jsonObject, parseJson } from "./span-attributes.ts";
import { isContentKey } from "./to-input-output.ts";

/** What a span says of its trace, and of where it ran. */
export function toContext(attributes: Attributes, resource: Attributes) {
  return {
    traceName: firstText(attributes, ["langfuse.trace.name"]),
    userId: firstText(attributes, ["langfuse.user.id", "user.id"]),
    sessionId: firstText(attributes, ["langfuse.session.id", "session.id", "gen_ai.conversation.id"]),
    tags: toTags(attributes["langfuse.trace.tags"] ?? attributes["langfuse.tags"]),
    public: String(attributes["langfuse.trace.public"] ?? attributes["langfuse.public"]) === "true",
    environment: toEnvironment(attributes, resource),
    version: firstText({ ...resource, ...attributes }, ["langfuse.version", "service.version"]),
    release: firstText({ ...resource, ...attributes }, ["langfuse.release"]),
    isAppRoot: String(attributes["langfuse.internal.is_app_root"]) === "true",
  };
}

/** What was said to be metadata, and all that was not read as something else. */
export function toMetadata(attributes: Attributes, resource: Attributes, scopeName: string): Attributes {
  const metadata: Record<string, unknown> = {};
  // Langfuse's own clients are trusted to have named everything.
  if (!scopeName.startsWith("langfuse-sdk")) {
    const rest = Object.entries(attributes).filter(
      ([key]) => !isContentKey(key) && !/^langfuse\.\w+\.metadata/.test(key),
    );
    metadata.attributes = Object.fromEntries(
      rest.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
    );
  }
  metadata.resourceAttributes = resource;
  metadata.scope = scopeName;
  for (const prefix of ["langfuse.observation.metadata", "langfuse.trace.metadata"]) {
    Object.assign(metadata, jsonObject(attributes[prefix]));
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith(`${prefix}.`)) metadata[key.slice(prefix.length + 1)] = parseJson(value);
    }
  }
  return metadata;
}

function toTags(tags: unknown): string[] {
  const told = parseJson(tags);
  if (Array.isArray(told)) return told.map(String);
  if (typeof told !== "string") return [];
  return told.split(",").map((tag) => tag.trim());
}

/** Lower-cased, without the reserved prefix, 40 characters at most; anything else but `[a-z0-9-_]` is "default". */
function toEnvironment(attributes: Attributes, resource: Attributes): string {
  for (const key of ["langfuse.environment", "deployment.environment.name", "deployment.environment"]) {
    const told = attributes[key] || resource[key];
    if (!told) continue;
    const name = String(told)
      .toLowerCase()
      .replace(/^(?:langfuse[-_]?)+/, "")
      .slice(0, 40);
    return /^[a-z0-9-_]+$/.test(name) ? name : "default";
  }
  return "default";
}
