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

type Names = Map<string, string>;
type Made = { readonly name: string; readonly from: (source: Source) => AttributeValue | undefined };
type Fields = Readonly<Record<string, unknown>>;

const NANO_USD = /NanoUsd$/;

/** Which attributes one object's fields are, and which of them are objects with attributes of their own. */
class Group {
  readonly field: string;
  readonly names: Names = new Map();
  readonly namesOfCosts: Names = new Map();
  readonly groups: Group[] = [];

  constructor(field: string) {
    this.field = field;
  }

  add([field = "", ...below]: readonly string[], name: string): void {
    if (below.length === 0) {
      (NANO_USD.test(field) ? this.namesOfCosts : this.names).set(field, name);
      return;
    }
    let group = this.groups.find((each) => each.field === field);
    if (group === undefined) {
      group = new Group(field);
      this.groups.push(group);
    }
    group.add(below, name);
  }
}

/**
 * Reads the attributes of one operation under one profile. Most rows of the table have nothing to say about a call, so
 * it goes by the fields that are there.
 */
export class AttributeReader {
  readonly #top = new Group("");
  readonly #fields: readonly { readonly field: string; readonly name: string }[];
  readonly #made: readonly Made[];

  constructor(rows: readonly AttributeRow[], profile: SemconvProfile) {
    const made: Made[] = [];
    for (const { name: names, from } of rows) {
      const name = names[profile];
      if (name === undefined) continue;
      if (typeof from === "function") made.push({ name, from });
      else this.#top.add(from.split("."), name);
    }
    this.#fields = [...this.#top.names].map(([field, name]) => ({ field, name }));
    this.#made = made;
  }

  read(source: Source, into: AttributeTarget): void {
    for (const { field, name } of this.#fields) put(into, name, (source as Fields)[field]);
    readGroups(this.#top, source as Fields, into);
    for (const { name, from } of this.#made) put(into, name, from(source));
  }
}

function readGroups({ groups }: Group, source: Fields, into: AttributeTarget): void {
  for (const group of groups) {
    const fields = source[group.field] as Fields | undefined;
    if (fields === undefined) continue;
    const { names, namesOfCosts } = group;
    for (const field in fields) {
      const name = names.get(field);
      if (name !== undefined) put(into, name, fields[field]);
      else if (namesOfCosts.size > 0) putUsd(into, namesOfCosts.get(field), fields[field]);
    }
    if (group.groups.length > 0) readGroups(group, fields, into);
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
