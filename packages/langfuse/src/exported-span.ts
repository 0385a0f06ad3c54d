import type { AttributeValue, HrTime, SpanContext } from "@opentelemetry/api";

type Values = Readonly<Record<string, AttributeValue | undefined>>;

/** What is read of a finished span: what it has in OpenTelemetry's SDK 2.x and 3.x alike. */
export interface ExportedSpan {
  readonly name: string;
  readonly kind: number;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly parentSpanContext?: SpanContext | undefined;
  readonly attributes: Values;
  readonly status: { readonly code: number; readonly message?: string | undefined };
  readonly events: readonly {
    readonly name: string;
    readonly time: HrTime;
    readonly attributes?: Values | undefined;
  }[];
  readonly links: readonly { readonly context: SpanContext; readonly attributes?: Values | undefined }[];
  readonly resource: { readonly attributes: Values; readonly asyncAttributesPending?: boolean | undefined };
  readonly instrumentationScope: { readonly name: string; readonly version?: string | undefined };
  spanContext(): SpanContext;
}

/** How an export went, as OpenTelemetry's processors hear it: 0 is success, 1 is failure. */
export interface ExportResult {
  readonly code: 0 | 1;
  readonly error?: Error;
}
