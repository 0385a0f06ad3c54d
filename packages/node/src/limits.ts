import type { LogRecordLimits } from "@opentelemetry/sdk-logs";
import type { SpanLimits } from "@opentelemetry/sdk-trace";
import { type Ignore, numbers } from "./from-environment.ts";

/** Most of what one span holds, by the specification's variables and the SDK's older names for two of them. */
export function spanLimits(ignore: Ignore): SpanLimits {
  return numbers(
    0,
    {
      attributeCountLimit: ["OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "OTEL_ATTRIBUTE_COUNT_LIMIT"],
      attributeValueLengthLimit: ["OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT"],
      eventCountLimit: ["OTEL_SPAN_EVENT_COUNT_LIMIT"],
      linkCountLimit: ["OTEL_SPAN_LINK_COUNT_LIMIT"],
      attributePerEventCountLimit: ["OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_ATTRIBUTE_PER_EVENT_COUNT_LIMIT"],
      attributePerLinkCountLimit: ["OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT"],
    },
    ignore,
  );
}

/** Most of what one log record holds. */
export function logRecordLimits(ignore: Ignore): LogRecordLimits {
  return numbers(
    0,
    {
      attributeCountLimit: ["OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT", "OTEL_ATTRIBUTE_COUNT_LIMIT"],
      attributeValueLengthLimit: ["OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT"],
    },
    ignore,
  );
}
