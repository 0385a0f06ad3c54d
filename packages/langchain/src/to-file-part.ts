import type { MessagePart } from "@isospan/core";
import { type Metadata, object, text } from "./shapes.ts";

const MODALITIES: readonly string[] = ["image", "audio", "video"];

/**
 * An image, a sound or a document, in any of the forms that LangChain and the providers have had for it. Its bytes are
 * named, never inlined, and an address may hold them or a secret.
 */
export function toFilePart(block: Metadata): MessagePart | undefined {
  const { type, source } = block;
  const kind = text(type)?.replace(/^input_|_url$/g, "");
  if (kind === undefined || !["image", "audio", "video", "file", "document", "media"].includes(kind)) return undefined;
  const given = [block.mime_type, block.mimeType, block.media_type, object(source).media_type].map(text);
  const mimeType = given.find((found) => found !== undefined) ?? inDataUrl(block.image_url ?? block.url);
  const modality = [mimeType?.split("/")[0], kind].find((word) => MODALITIES.includes(word ?? "")) ?? "document";
  // The conventions' schema wants the field all the same.
  return { type: "blob", modality, mime_type: mimeType, content: "" };
}

function inDataUrl(given: unknown): string | undefined {
  const url = text(given) ?? text(object(given).url);
  return url === undefined ? undefined : /^data:([\w.+-]+\/[\w.+-]+)/.exec(url.slice(0, 128))?.[1];
}
