import type { Message, MessagePart } from "./contract.ts";
import { Memo } from "./memo.ts";

/** What is longer would be cut anyway. */
const MAX_CHARACTERS = 262_144;

/** Turns what travels as JSON text in one framework, and as an object in another, into an object where it can be one. */
export class JsonReader {
  readonly #parsed = new Memo<unknown>();

  value(given: unknown): unknown {
    if (!isJson(given, MAX_CHARACTERS)) return given;
    return this.#parsed.get(given) ?? this.#parsed.set(given, parsed(given));
  }

  /** Messages whose tool calls and tool answers are objects. */
  messages(messages: readonly Message[]): readonly Message[] {
    return messages.map((message) => {
      const { parts } = message;
      return { ...message, parts: Array.isArray(parts) ? parts.map((part) => this.#part(part)) : [] };
    });
  }

  #part(part: MessagePart): MessagePart {
    if (part?.type === "tool_call") return { ...part, arguments: this.value(part.arguments) };
    return part?.type === "tool_call_response" ? { ...part, response: this.value(part.response) } : part;
  }
}

/** The same without a memory of it. */
export function toParsed(given: unknown, maxCharacters: number): unknown {
  return isJson(given, maxCharacters) ? parsed(given) : given;
}

function isJson(given: unknown, maxCharacters: number): given is string {
  return typeof given === "string" && given.length <= maxCharacters && /^\s*[{[]/.test(given);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
