import type { Message } from "@isospan/core";
import { toChatMessages } from "./to-chat-messages.ts";

/**
 * Writes messages as JSON, each of them once for all the spans of one export: an agent sends with every turn what it
 * sent before, and records share what repeats.
 */
export class MessageWriter {
  readonly #known = new Map<Message, string>();

  /** The messages, without the brackets of a list. */
  write(messages: readonly Message[]): string {
    if (messages.length === 1) return this.#one(messages[0] as Message);
    return messages.map((message) => this.#one(message)).join();
  }

  #one(message: Message): string {
    const known = this.#known.get(message);
    if (known !== undefined) return known;
    const json = JSON.stringify(toChatMessages(message)).slice(1, -1);
    this.#known.set(message, json);
    return json;
  }
}
