/** What OTLP's JSON holds, as far as it is read here. Anything may be missing: senders differ, and some are wrong. */
export interface RawValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: number | string;
  readonly bytesValue?: string;
  readonly arrayValue?: { readonly values?: readonly RawValue[] };
  readonly kvlistValue?: { readonly values?: readonly RawAttribute[] };
}

export interface RawAttribute {
  readonly key: string;
  readonly value?: RawValue;
}

export interface RawEvent {
  readonly name?: string;
  readonly timeUnixNano?: string | number;
  readonly attributes?: readonly RawAttribute[];
}

export interface RawSpan {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly name?: string;
  readonly kind?: number;
  readonly flags?: number;
  readonly startTimeUnixNano?: string | number;
  readonly endTimeUnixNano?: string | number;
  readonly attributes?: readonly RawAttribute[];
  readonly droppedAttributesCount?: number;
  readonly events?: readonly RawEvent[];
  readonly links?: readonly {
    readonly traceId?: string;
    readonly spanId?: string;
    readonly attributes?: readonly RawAttribute[];
  }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

export interface RawPoint {
  readonly attributes?: readonly RawAttribute[];
  readonly startTimeUnixNano?: string | number;
  readonly timeUnixNano?: string | number;
  readonly asDouble?: number;
  readonly asInt?: string | number;
  readonly count?: string | number;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  readonly explicitBounds?: readonly number[];
  readonly bucketCounts?: readonly (string | number)[];
  readonly exemplars?: readonly {
    readonly traceId?: string;
    readonly spanId?: string;
    readonly asDouble?: number;
    readonly asInt?: string;
  }[];
}

export interface RawMetric {
  readonly name?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly gauge?: RawData;
  readonly sum?: RawData;
  readonly histogram?: RawData;
  readonly exponentialHistogram?: RawData;
}

export interface RawData {
  readonly dataPoints?: readonly RawPoint[];
  readonly aggregationTemporality?: number;
  readonly isMonotonic?: boolean;
}

export interface RawLog {
  readonly timeUnixNano?: string | number;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly eventName?: string;
  readonly body?: RawValue;
  readonly attributes?: readonly RawAttribute[];
  readonly traceId?: string;
  readonly spanId?: string;
}

export interface RawScope {
  readonly name?: string;
  readonly version?: string;
  readonly attributes?: readonly RawAttribute[];
}

/** A thing with its resource and its scope, out of the nesting in which OTLP sends it. */
export interface Placed<T> {
  readonly item: T;
  readonly resource: readonly RawAttribute[];
  readonly scope: RawScope;
}

/** @param names what the nesting is called: `resourceSpans`, `scopeSpans`, `spans` */
export function placed<T>(
  content: Readonly<Record<string, unknown>>,
  names: readonly [string, string, string],
): Placed<T>[] {
  const list = (value: unknown, name: string) => (Object(value)[name] ?? []) as readonly Record<string, unknown>[];
  return list(content, names[0]).flatMap((byResource) =>
    list(byResource, names[1]).flatMap((byScope) =>
      list(byScope, names[2]).map((item) => ({
        item: item as T,
        resource: Object(byResource.resource).attributes ?? [],
        scope: (byScope.scope ?? {}) as RawScope,
      })),
    ),
  );
}
