import type { Diagnostics } from "./diagnostics.ts";
import type { Redactor } from "./redact.ts";

const MAX_NAME_CHARACTERS = 512;
const MAX_STRING_CHARACTERS = 32_768;
const MAX_FIELD_CHARACTERS = 262_144;
const MAX_DEPTH = 16;
const MAX_ITEMS = 1_000;
const MAX_REMEMBERED_NAMES = 2_000;
const MAX_REMEMBERED_CHARACTERS = 64;
const CUT = "…";

/**
 * Takes what is kept from what was handed to us: copied, bounded, redacted, frozen, plain JSON. Nothing of the caller's
 * is kept, and nothing that it does (throwing getters, cycles, endless depth) costs more than the field itself.
 */
export class Keeper {
  readonly #redactors: readonly Redactor[];
  readonly #diagnostics: Diagnostics;
  readonly #names = new Map<string, string | undefined>();
  #budget = 0;

  constructor(redactors: readonly Redactor[], diagnostics: Diagnostics) {
    this.#redactors = redactors;
    this.#diagnostics = diagnostics;
  }

  /** A short string: a model, a tool, an id. Redacted results are remembered, since names repeat. */
  name(value: unknown): string | undefined {
    if (typeof value !== "string" || value === "") return undefined;
    const known = this.#names.get(value);
    if (known !== undefined) return known;
    const kept = this.text(value, MAX_NAME_CHARACTERS);
    if (value.length <= MAX_REMEMBERED_CHARACTERS) {
      if (this.#names.size >= MAX_REMEMBERED_NAMES) this.#names.clear();
      this.#names.set(value, kept);
    }
    return kept;
  }

  /** A string, redacted and then cut; `undefined` where a redactor failed. */
  text(value: string, maxCharacters: number = MAX_STRING_CHARACTERS): string | undefined {
    // Past twice the limit nothing is kept, so nothing there needs to be searched.
    let text = value.length > 2 * maxCharacters ? value.slice(0, 2 * maxCharacters) : value;
    try {
      for (const redact of this.#redactors) text = redact(text);
      if (typeof text !== "string") throw new TypeError("a redactor returned no string");
    } catch (error) {
      this.#diagnostics.report("redactor_error", "A redactor threw; the text was dropped", error);
      return undefined;
    }
    if (text.length > maxCharacters) text = text.slice(0, maxCharacters) + CUT;
    return text.isWellFormed() ? text : text.toWellFormed();
  }

  /** Any value as bounded, redacted, frozen JSON. */
  content(value: unknown): unknown {
    this.#budget = MAX_FIELD_CHARACTERS;
    return this.#copy(value, 0, new Set());
  }

  /** An object, but for one of its fields, which is not even read. */
  plain(value: unknown, except?: string): unknown {
    if (typeof value !== "object" || value === null) return undefined;
    this.#budget = MAX_FIELD_CHARACTERS;
    return this.#record(value, 0, new Set(), except);
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

  #copy(value: unknown, depth: number, path: Set<object>): unknown {
    switch (typeof value) {
      case "string":
        return this.#string(value);
      case "number":
        return Number.isFinite(value) ? value : null;
      case "boolean":
        return value;
      case "bigint":
        return value.toString();
      case "object":
        return value === null ? null : this.#object(value, depth, path);
      default:
        return undefined;
    }
  }

  #string(value: string): string | undefined {
    if (this.#budget <= 0) return CUT;
    if (value.length <= MAX_REMEMBERED_CHARACTERS) return this.name(value) ?? (value === "" ? "" : undefined);
    const kept = this.text(value, Math.min(MAX_STRING_CHARACTERS, this.#budget));
    this.#budget -= kept?.length ?? 0;
    return kept;
  }

  #object(value: object, depth: number, path: Set<object>): unknown {
    if (path.has(value)) return "[circular]";
    if (depth >= MAX_DEPTH) return CUT;
    this.#budget -= 2;
    path.add(value);
    try {
      if (Array.isArray(value)) return this.#array(value, depth, path);
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
      if (value instanceof URL) return this.#string(value.href);
      if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
      return this.#record(value, depth, path);
    } catch (error) {
      this.unreadable(error);
      return undefined;
    } finally {
      path.delete(value);
    }
  }

  #array(value: readonly unknown[], depth: number, path: Set<object>): unknown {
    const kept: unknown[] = [];
    for (const item of value) {
      if (kept.length >= MAX_ITEMS || this.#budget <= 0) {
        kept.push(CUT);
        break;
      }
      kept.push(this.#copy(item, depth + 1, path) ?? null);
    }
    return Object.freeze(kept);
  }

  #record(value: object, depth: number, path: Set<object>, except?: string): unknown {
    const kept: Record<string, unknown> = {};
    let items = 0;
    for (const key of Object.keys(value)) {
      if (key === except) continue;
      if (++items > MAX_ITEMS || this.#budget <= 0) {
        kept[CUT] = true;
        break;
      }
      const copy = this.#copy(this.field(value, key as never), depth + 1, path);
      if (copy === undefined) continue;
      this.#budget -= key.length;
      // A key can hold a secret as well as a value; __proto__ must stay a plain key.
      const name = this.name(key) ?? CUT;
      if (name === "__proto__") Object.defineProperty(kept, name, { value: copy, enumerable: true });
      else kept[name] = copy;
    }
    return Object.freeze(kept);
  }
}
