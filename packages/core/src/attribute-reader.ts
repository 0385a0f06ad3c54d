import type { Attributes, AttributeValue } from "@opentelemetry/api";
import type { AttributeRow, SemconvProfile, Source } from "./semconv.ts";

/** What attributes are written to: a span, or what a span begins with. */
export interface AttributeTarget {
  setAttribute(name: string, value: AttributeValue): unknown;
}

export class GatheredAttributes implements AttributeTarget {
  readonly attributes: Attributes = {};

  setAttribute(name: string, value: AttributeValue): void {
    this.attributes[name] = value;
  }
}

/** The attribute of each field of one object. */
type Names = ReadonlyMap<string, string>;
type Field = { readonly field: string; readonly name: string };
type Part = { readonly path: readonly string[]; readonly names: Names; readonly namesOfCosts: Names };
type Made = { readonly name: string; readonly from: (source: Source) => AttributeValue | undefined };
type Fields = Readonly<Record<string, unknown>>;

const NANO_USD = /NanoUsd$/;

/**
 * Reads the attributes of one operation under one profile. Most rows of the table have nothing to say about a call, so
 * it goes by the fields that are there.
 */
export class AttributeReader {
  readonly #fields: readonly Field[];
  readonly #parts: readonly Part[];
  readonly #made: readonly Made[];

  constructor(rows: readonly AttributeRow[], profile: SemconvProfile) {
    const fields: Field[] = [];
    const parts = new Map<string, Map<string, string>>();
    const made: Made[] = [];
    for (const { name: names, from } of rows) {
      const name = names[profile];
      if (name === undefined) continue;
      if (typeof from === "function") {
        made.push({ name, from });
        continue;
      }
      const [field = "", ...path] = from.split(".").reverse();
      const part = path.reverse().join(".");
      if (part === "") fields.push({ field, name });
      else parts.set(part, (parts.get(part) ?? new Map()).set(field, name));
    }
    this.#fields = fields;
    this.#parts = [...parts].map(([part, names]) => ({
      path: part.split("."),
      names: new Map([...names].filter(([field]) => !NANO_USD.test(field))),
      namesOfCosts: new Map([...names].filter(([field]) => NANO_USD.test(field))),
    }));
    this.#made = made;
  }

  read(source: Source, into: AttributeTarget): void {
    for (const { field, name } of this.#fields) put(into, name, (source as Fields)[field]);
    for (const { path, names, namesOfCosts } of this.#parts) {
      let fields: Fields | undefined = source as Fields;
      for (const step of path) fields = fields?.[step] as Fields | undefined;
      if (fields === undefined) continue;
      for (const field in fields) {
        const name = names.get(field);
        if (name !== undefined) put(into, name, fields[field]);
        else if (namesOfCosts.size > 0) putUsd(into, namesOfCosts.get(field), fields[field]);
      }
    }
    for (const { name, from } of this.#made) put(into, name, from(source));
  }
}

/** A fact of a wrong type costs its attribute. Lists were frozen when they were taken, and the SDK copies them. */
function put(into: AttributeTarget, name: string, value: unknown): void {
  if (value === undefined || (typeof value === "object" && !(Array.isArray(value) && value.length > 0))) return;
  into.setAttribute(name, value as AttributeValue);
}

function putUsd(into: AttributeTarget, name: string | undefined, nanoUsd: unknown): void {
  if (name !== undefined && typeof nanoUsd === "number") into.setAttribute(name, nanoUsd / 1e9);
}
