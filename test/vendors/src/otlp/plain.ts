import type { Placed, RawAttribute, RawEvent, RawLog, RawScope, RawSpan, RawValue } from "./raw.ts";

export type PlainValue =
  | string
  | number
  | bigint
  | boolean
  | undefined
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

export type PlainAttributes = Readonly<Record<string, PlainValue>>;

interface PlainPlace {
  readonly resource: PlainAttributes;
  readonly scope: { readonly name: string; readonly version: string; readonly attributes: PlainAttributes };
}

/** A span as OTLP told it, with plain attributes. */
export interface PlainSpan extends PlainPlace {
  readonly traceId: string;
  readonly spanId: string;
  /** `undefined` on roots. */
  readonly parentSpanId: string | undefined;
  readonly traceState: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes: PlainAttributes;
  readonly droppedAttributesCount: number;
  readonly events: readonly PlainEvent[];
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes: PlainAttributes;
  }[];
  /** 0 unset, 1 ok, 2 error. */
  readonly status: { readonly code: number; readonly message: string };
}

export interface PlainEvent {
  readonly name: string;
  readonly timeUnixNano: bigint;
  readonly attributes: PlainAttributes;
}

export interface PlainLog extends PlainPlace {
  readonly timeUnixNano: bigint;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly eventName: string;
  readonly body: PlainValue;
  readonly attributes: PlainAttributes;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
}

export function toPlainSpan({ item, resource, scope }: Placed<RawSpan>): PlainSpan {
  return {
    traceId: item.traceId ?? "",
    spanId: item.spanId ?? "",
    parentSpanId: item.parentSpanId || undefined,
    traceState: item.traceState ?? "",
    name: item.name ?? "",
    kind: item.kind ?? 0,
    startTimeUnixNano: BigInt(item.startTimeUnixNano ?? 0),
    endTimeUnixNano: BigInt(item.endTimeUnixNano ?? 0),
    attributes: toPlainAttributes(item.attributes),
    droppedAttributesCount: item.droppedAttributesCount ?? 0,
    events: (item.events ?? []).map(toPlainEvent),
    links: (item.links ?? []).map(({ traceId = "", spanId = "", attributes }) => ({
      traceId,
      spanId,
      attributes: toPlainAttributes(attributes),
    })),
    status: { code: item.status?.code ?? 0, message: item.status?.message ?? "" },
    ...toPlainPlace(resource, scope),
  };
}

export function toPlainLog({ item, resource, scope }: Placed<RawLog>): PlainLog {
  return {
    timeUnixNano: BigInt(item.timeUnixNano ?? 0),
    severityNumber: item.severityNumber ?? 0,
    severityText: item.severityText ?? "",
    eventName: item.eventName ?? "",
    body: toPlainValue(item.body),
    attributes: toPlainAttributes(item.attributes),
    traceId: item.traceId || undefined,
    spanId: item.spanId || undefined,
    ...toPlainPlace(resource, scope),
  };
}

export function toPlainPlace(resource: readonly RawAttribute[], scope: RawScope): PlainPlace {
  const { name = "", version = "", attributes } = scope;
  return { resource: toPlainAttributes(resource), scope: { name, version, attributes: toPlainAttributes(attributes) } };
}

export function toPlainAttributes(attributes: readonly RawAttribute[] = []): PlainAttributes {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, toPlainValue(value)]));
}

/** Integers that a number cannot hold stay bigint. */
function toPlainValue(value: RawValue | undefined): PlainValue {
  if (value?.intValue !== undefined) {
    const whole = BigInt(value.intValue);
    return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
  }
  if (value?.doubleValue !== undefined) return Number(value.doubleValue);
  if (value?.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(toPlainValue);
  if (value?.kvlistValue !== undefined) return toPlainAttributes(value.kvlistValue.values);
  return value?.stringValue ?? value?.boolValue ?? value?.bytesValue;
}

function toPlainEvent({ name = "", timeUnixNano = 0, attributes }: RawEvent): PlainEvent {
  return { name, timeUnixNano: BigInt(timeUnixNano), attributes: toPlainAttributes(attributes) };
}
