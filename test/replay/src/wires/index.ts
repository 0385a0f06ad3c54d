import type { WireName } from "../exchange.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import { bedrockConverse } from "./bedrock-converse.ts";
import { cohereChat } from "./cohere-chat.ts";
import { googleGenerateContent } from "./google-generate-content.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiEmbeddings } from "./openai-embeddings.ts";
import { openaiResponses } from "./openai-responses.ts";
import type { Wire } from "./wire.ts";

const WIRES: readonly Wire[] = [
  openaiChat,
  openaiResponses,
  openaiEmbeddings,
  anthropicMessages,
  googleGenerateContent,
  bedrockConverse,
  cohereChat,
];

/** The format that the first payload with a format is in. */
export function findWire(payloads: readonly unknown[]): Wire | undefined {
  for (const payload of payloads) {
    const wire = WIRES.find((each) => each.recognises(payload));
    if (wire !== undefined) return wire;
  }
  return undefined;
}

export function wireOf(name: WireName): Wire {
  const wire = WIRES.find((each) => each.name === name);
  if (wire === undefined) throw new Error(`There is no wire format ${name}`);
  return wire;
}
