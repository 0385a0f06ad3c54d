import type { Message, MessagePart } from "./contract.ts";
import { type Keeper, Kept } from "./keeper.ts";
import { Memo } from "./memo.ts";
import { saysSame } from "./says-same.ts";
import { shareJson, toJson } from "./to-json.ts";

/** What is longer would be cut anyway. */
const MAX_CHARACTERS = 262_144;

const MAX_ID_CHARACTERS = 256;

/** A message that is one text, or one tool's answer in text: most of what an agent sends anew with every turn. */
interface Plain {
  readonly role: unknown;
  readonly type: unknown;
  readonly text: string;
  readonly kept: Kept;
}

/**
 * Reads messages, and turns what travels as JSON text in one framework, and as an object in another, into an object
 * where it can be one. What repeats is kept once: the same copy stands in every record, and its JSON is written once.
 */
export class MessageReader {
  readonly #keeper: Keeper;
  readonly #values = new Memo<unknown>();
  readonly #plain = new Memo<Plain>();
  /** By the id of their first call: an agent sends its history anew with every turn. */
  readonly #calling = new Memo<Kept>();
  /** Lists of tools by their JSON. */
  readonly #tools = new Memo<unknown>();

  constructor(keeper: Keeper) {
    this.#keeper = keeper;
  }

  value(given: unknown): unknown {
    if (!isJson(given, MAX_CHARACTERS)) return given;
    return this.#values.get(given) ?? this.#values.set(given, this.#kept(given));
  }

  message(message: Message): unknown {
    const { role, parts } = message;
    if (!Array.isArray(parts)) return { ...message, parts: [] };
    const text = textOf(message);
    if (text === undefined) return this.#calls({ ...message, parts: parts.map((part) => this.#part(part)) });
    const { type, id = text } = parts[0];
    const known = this.#plain.get(id);
    if (known !== undefined && known.text === text && known.role === role && known.type === type) return known.kept;
    const kept = new Kept(this.#keeper.content({ role, parts: [this.#part(parts[0])] }), text.length);
    return this.#plain.set(id, { role, type, text, kept }, text.length).kept;
  }

  /** What a model may call, which seldom changes from call to call. */
  tools(given: readonly unknown[]): unknown {
    const json = jsonOf(given);
    const known = this.#tools.get(json);
    if (known !== undefined) return known;
    const kept = this.#keeper.content(given);
    if (typeof kept !== "object" || kept === null) return kept;
    shareJson(kept);
    return json === "" ? kept : this.#tools.set(json, kept);
  }

  /** A message in which a model calls tools is the same one in all later turns. */
  #calls(message: Message): unknown {
    const [part] = message.parts;
    const id = part?.type === "tool_call" ? part.id : undefined;
    if (typeof id !== "string" || id.length > MAX_ID_CHARACTERS) return message;
    const known = this.#calling.get(id);
    if (known !== undefined && saysSame(message, known.value)) return known;
    const value = this.#keeper.content(message);
    if (typeof value !== "object" || value === null) return message;
    const kept = new Kept(value, toJson(value).length);
    return this.#calling.set(id, kept, kept.characters);
  }

  #part(part: MessagePart): MessagePart {
    if (part?.type === "tool_call") return { ...part, arguments: this.value(part.arguments) };
    return part?.type === "tool_call_response" ? { ...part, response: this.value(part.response) } : part;
  }

  #kept(text: string): unknown {
    const value = parsed(text);
    return value === text ? text : new Kept(this.#keeper.content(value), text.length);
  }
}

/** The text, if there is nothing else in the message than its role, and an id. */
function textOf(message: Message): string | undefined {
  const { parts } = message;
  const [part] = parts;
  if (parts.length !== 1 || Object.keys(message).length > 2 || !part) return undefined;
  const { type, id, content, response } = part;
  const text = type === "text" ? content : type === "tool_call_response" ? response : undefined;
  if (typeof text !== "string" || text.length > MAX_CHARACTERS / 8) return undefined;
  if (id !== undefined && typeof id !== "string") return undefined;
  return Object.keys(part).length === ("id" in part ? 3 : 2) ? text : undefined;
}

/** A value instead of its JSON, without a memory of it. */
export function toParsed(given: unknown, maxCharacters: number): unknown {
  return isJson(given, maxCharacters) ? parsed(given) : given;
}

/** Empty where it cannot be written as JSON, or is too long to be remembered by it. */
function jsonOf(given: unknown): string {
  try {
    const json = JSON.stringify(given);
    return json.length > MAX_CHARACTERS ? "" : json;
  } catch {
    return "";
  }
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
