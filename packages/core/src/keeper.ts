import type { Diagnostics } from "./diagnostics.ts";
import { Memo } from "./memo.ts";
import type { Redactor } from "./redact.ts";
import { shareJson } from "./to-json.ts";

const MAX_NAME_CHARACTERS = 512;
const MAX_STRING_CHARACTERS = 32_768;
const MAX_FIELD_CHARACTERS = 262_144;
const MAX_DEPTH = 16;
const MAX_ITEMS = 1_000;
const MARGIN_CHARACTERS = 16_384;
const MIN_SECRET_NUMBER = 1e11;
const CUT = "…";

/** A value that was kept before, as part of another. */
export class Kept {
  readonly value: unknown;
  readonly characters: number;

  constructor(value: unknown, characters: number) {
    this.value = value;
    this.characters = characters;
    if (typeof value === "object" && value !== null) shareJson(value);
  }
}

/**
 * Takes what is kept from what was handed to us: copied, bounded, redacted, frozen, plain JSON. Nothing of the caller's
 * is kept, and nothing that it does (throwing getters, cycles, endless depth) costs more than the field itself.
 */
export class Keeper {
  readonly #redactors: readonly Redactor[];
  readonly #diagnostics: Diagnostics;
  readonly #remembered = new Memo<string>();
  /** The objects above the one that is being copied. Short, and a set would give each of them a hash. */
  readonly #path: object[] = [];
  #budget = 0;

  constructor(redactors: readonly Redactor[], diagnostics: Diagnostics) {
    this.#redactors = redactors;
    this.#diagnostics = diagnostics;
  }

  /** A short string: a model, a tool, an id. */
  name(value: unknown): string | undefined {
    return typeof value !== "string" || value === "" ? undefined : this.text(value, MAX_NAME_CHARACTERS);
  }

  /** A string, redacted and then cut; `undefined` where a redactor failed. */
  text(value: string, maxCharacters: number = MAX_STRING_CHARACTERS): string | undefined {
    const whole = value.length <= maxCharacters;
    const known = whole ? this.#remembered.get(value) : undefined;
    if (known !== undefined) return known;
    const kept = this.#redacted(value, maxCharacters);
    return whole && kept !== undefined ? this.#remembered.set(value, kept) : kept;
  }

  /** Any value as bounded, redacted, frozen JSON. */
  content(value: unknown): unknown {
    this.#budget = MAX_FIELD_CHARACTERS;
    return this.#copy(value);
  }

  /** A field of a foreign object. Getters and proxies that throw cost the field. */
  field<T extends object, K extends keyof T>(source: T, key: K): T[K] | undefined {
    try {
      return source[key];
    } catch (error) {
      this.unreadable(error);
      return undefined;
    }
  }

  unreadable(error: unknown): void {
    this.#diagnostics.report("unreadable_field", "A field could not be read and was left out", error);
  }

  #redacted(value: string, maxCharacters: number): string | undefined {
    // Far past the limit nothing needs to be searched; but a secret that begins before it must be seen whole, and one
    // that this cut went through must not move up into what is kept.
    const cut = value.length > maxCharacters + MARGIN_CHARACTERS;
    let text = cut ? value.slice(0, maxCharacters + MARGIN_CHARACTERS) : value;
    try {
      for (const redact of this.#redactors) text = redact(text);
      const most = cut ? Math.min(maxCharacters, Math.max(0, text.length - MARGIN_CHARACTERS / 2)) : maxCharacters;
      if (text.length > most) text = text.slice(0, most) + CUT;
      return text.toWellFormed();
    } catch (error) {
      this.#diagnostics.report("redactor_error", "A redactor threw; the text was dropped", error);
      return undefined;
    }
  }

  #copy(value: unknown): unknown {
    if (typeof value === "string") {
      if (this.#budget <= 0) return CUT;
      const kept = this.text(value, Math.min(MAX_STRING_CHARACTERS, this.#budget));
      this.#budget -= kept?.length ?? 0;
      return kept;
    }
    if (typeof value === "bigint" || typeof value === "number") return this.#number(value);
    if (typeof value === "object" && value !== null) return this.#object(value);
    return typeof value === "boolean" || value === null ? value : undefined;
  }

  #number(value: number | bigint): unknown {
    const plain = typeof value === "bigint" ? value.toString() : Number.isFinite(value) ? value : null;
    // A card number is a number too.
    if (value < MIN_SECRET_NUMBER) return plain;
    const kept = this.text(String(value));
    return kept === String(value) ? plain : kept;
  }

  #object(value: object): unknown {
    if (this.#path.includes(value)) return "[circular]";
    if (this.#path.length >= MAX_DEPTH || this.#budget <= 0) return CUT;
    this.#budget -= 2;
    this.#path.push(value);
    try {
      if (Array.isArray(value)) return this.#list(value);
      const prototype = Object.getPrototypeOf(value);
      return prototype === Object.prototype || prototype === null ? this.#record(value) : this.#instance(value);
    } catch (error) {
      this.unreadable(error);
      return undefined;
    } finally {
      this.#path.pop();
    }
  }

  #list(value: readonly unknown[]): unknown {
    const kept: unknown[] = [];
    for (let i = 0; i < value.length && i < MAX_ITEMS; i++) kept.push(this.#copy(value[i]) ?? null);
    return Object.freeze(kept);
  }

  #instance(value: object): unknown {
    if (value instanceof Kept) {
      if (value.characters > this.#budget) return this.#copy(value.value);
      this.#budget -= value.characters;
      return value.value;
    }
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (value instanceof URL) return this.#copy(value.href);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    return this.#record(value);
  }

  #record(value: object): unknown {
    const kept: Record<string, unknown> = {};
    const keys = Object.keys(value);
    if (keys.length > MAX_ITEMS) keys.length = MAX_ITEMS;
    for (const key of keys) {
      const copy = this.#copy(this.field(value, key as never));
      if (copy === undefined) continue;
      // A key can hold a secret as well as a value; __proto__ must stay a plain key.
      const name = this.name(key) ?? CUT;
      this.#budget -= name.length;
      if (name !== "__proto__") kept[name] = copy;
      else Object.defineProperty(kept, name, { value: copy, enumerable: true });
    }
    return Object.freeze(kept);
  }
}
