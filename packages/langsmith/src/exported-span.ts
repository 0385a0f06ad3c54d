import type { EndedSpan } from "@isospan/core";
import type { Fields } from "./run.ts";

/** An ended span, as both lines of the OpenTelemetry SDK hand it to an exporter. */
export interface ExportedSpan extends EndedSpan {
  readonly resource: { readonly attributes: Fields };
  readonly parentSpanContext?: { readonly spanId: string; readonly isRemote?: boolean | undefined } | undefined;
}

/** 0: everything arrived. 1: something was dropped. The values are those of OpenTelemetry's `ExportResultCode`. */
export interface ExportResult {
  readonly code: 0 | 1;
  readonly error?: Error;
}
