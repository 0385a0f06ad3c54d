import type { Exchange, Unserved, WireName } from "./exchange.ts";
import { toErrorStatus } from "./to-error-status.ts";
import { findWire } from "./wires/index.ts";
import type { Wire } from "./wires/wire.ts";

export interface RecordingFile {
  /** From the folder, with forward slashes: `openai/text.json`. */
  readonly path: string;
  readonly provider: string;
  readonly text: string;
}

/** What each provider speaks where the payload does not show it: an error has no format of its own. */
const ERROR_WIRES: Readonly<Record<string, WireName>> = {
  anthropic: "anthropic-messages",
  google: "google-generate-content",
  "amazon-bedrock": "bedrock-converse",
  cohere: "cohere-chat",
};

/** The answers in one file: a body, or the chunks of one or several streams. */
export function toExchanges(file: RecordingFile): readonly (Exchange | Unserved)[] {
  try {
    return file.path.endsWith(".json") ? [toWhole(file)] : toStreams(file);
  } catch (error) {
    return [{ name: file.path, reason: `it is no JSON: ${String(error)}` }];
  }
}

function toWhole({ path, provider, text }: RecordingFile): Exchange | Unserved {
  const payloads: readonly unknown[] = [JSON.parse(text)];
  const exchange = { name: path, provider, form: "whole", texts: [text], payloads } as const;
  const wire = findWire(payloads);
  if (wire !== undefined) return { ...exchange, status: 200, wire: wire.name };
  const status = toErrorStatus(payloads[0], path);
  if (status === undefined) return { name: path, reason: whyUnknown(payloads) };
  return { ...exchange, status, wire: ERROR_WIRES[provider] ?? "openai-chat" };
}

function toStreams({ path, provider, text }: RecordingFile): readonly (Exchange | Unserved)[] {
  const texts = text
    .split("\n")
    .map((line) => line.trim().replace(/^data: */, ""))
    .filter((line) => line !== "" && line !== "[DONE]" && !line.startsWith("event:"));
  const payloads = texts.map((line): unknown => JSON.parse(line));
  const wire = findWire(payloads);
  if (wire === undefined) return [{ name: path, reason: whyUnknown(payloads) }];
  const starts = toStarts(wire, payloads);
  return starts.map((start, index) => ({
    name: starts.length === 1 ? path : `${path}#${index + 1}`,
    provider,
    wire: wire.name,
    form: "streamed",
    status: 200,
    texts: texts.slice(start, starts[index + 1]),
    payloads: payloads.slice(start, starts[index + 1]),
  }));
}

/** Where each answer begins. A recording of an agent's steps holds one stream after the other. */
function toStarts(wire: Wire, payloads: readonly unknown[]): readonly number[] {
  const starts = payloads.flatMap((chunk, index) =>
    index > 0 && wire.begins(chunk, payloads[index - 1]) ? [index] : [],
  );
  return [0, ...starts];
}

function whyUnknown(payloads: readonly unknown[]): string {
  const keys = Object.keys(Object(payloads[0])).slice(0, 6).join(", ");
  return `no wire format here has ${keys === "" ? "this form" : `the fields ${keys}`}`;
}
