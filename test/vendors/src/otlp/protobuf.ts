import protobuf from "protobufjs";
import { OTLP_MESSAGES } from "./schema.ts";

const root = toRoot(OTLP_MESSAGES);

/** OTLP's protobuf as its JSON: the same names, 64-bit integers as strings, ids as hexadecimal. Throws on other bytes. */
export function decodeProtobuf(message: string, bytes: Uint8Array): object {
  const type = root.lookupType(message);
  const object = type.toObject(type.decode(bytes), { longs: String, bytes: Buffer });
  return withTextIds(object) as object;
}

export function encodeProtobuf(message: string, object: Record<string, unknown>): Buffer {
  const type = root.lookupType(message);
  return Buffer.from(type.encode(type.fromObject(object)).finish());
}

/** Ids are told in hexadecimal, other bytes in base64: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
function withTextIds(value: unknown, key?: string): unknown {
  if (Buffer.isBuffer(value)) return value.toString(key?.endsWith("Id") ? "hex" : "base64");
  if (Array.isArray(value)) return value.map((each) => withTextIds(each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withTextIds(each, name)]));
}

function toRoot(messages: Readonly<Record<string, string>>): protobuf.Root {
  const made = new protobuf.Root();
  for (const [name, fields] of Object.entries(messages)) made.add(toType(name, fields));
  return made;
}

function toType(name: string, fields: string): protobuf.Type {
  const type = new protobuf.Type(name);
  for (const text of fields.split(/,\s*/)) {
    const [, field = "", number, typeName = "", repeated] = /^(\w+) (\d+) (\w+)(\*?)$/.exec(text.trim()) ?? [];
    if (number === undefined) throw new Error(`${name}: cannot read "${text}"`);
    type.add(new protobuf.Field(field, Number(number), typeName, repeated ? "repeated" : undefined));
  }
  return type;
}
