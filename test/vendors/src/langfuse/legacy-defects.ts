import { type Attributes, firstText } from "./span-attributes.ts";
import { toObservationType } from "./to-observation-type.ts";

/** Why the old path silently drops a span that the new one would keep: its schemas are strict about types. */
export function legacyDefects(attributes: Attributes, resource: Attributes): string[] {
  // Prompts are read on generations alone.
  const linksPrompt = toObservationType(attributes) === "GENERATION";
  const version = attributes["langfuse.observation.prompt.version"] ?? attributes["langfuse.prompt.version"];
  const promptName = firstText(attributes, ["langfuse.observation.prompt.name", "langfuse.prompt.name"]);
  const completionStart = attributes["langfuse.observation.completion_start_time"];
  return [
    linksPrompt &&
      version !== undefined &&
      !(Number.isInteger(version) && Number(version) > 0) &&
      "prompt version is no positive integer",
    linksPrompt && promptName !== undefined && version === undefined && "prompt name without version",
    completionStart !== undefined && !isIsoText(completionStart) && "completion_start_time is no ISO date",
    isNumber(attributes["langfuse.version"] ?? resource["service.version"]) && "version is a number",
    isNumber(attributes["langfuse.observation.status_message"]) && "status message is a number",
  ].filter((defect) => defect !== false);
}

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

function isIsoText(value: unknown): boolean {
  return typeof value === "string" && /^"?\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)"?$/.test(value);
}
