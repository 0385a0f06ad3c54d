/**
 * The wire format of OTLP 1.x, in short: `name number type` for each field, `*` where it repeats. Numbers and types are
 * those of https://github.com/open-telemetry/opentelemetry-proto (v1.11), enumerations told as numbers. Left out: the old
 * summaries, and what is only in development. `Export…` are the three services' requests and their common answer.
 */
export const OTLP_MESSAGES: Readonly<Record<string, string>> = {
  ExportTraceServiceRequest: "resourceSpans 1 ResourceSpans*",
  ResourceSpans: "resource 1 Resource, scopeSpans 2 ScopeSpans*, schemaUrl 3 string",
  ScopeSpans: "scope 1 InstrumentationScope, spans 2 Span*, schemaUrl 3 string",
  Span: `traceId 1 bytes, spanId 2 bytes, traceState 3 string, parentSpanId 4 bytes, flags 16 fixed32, name 5 string,
    kind 6 int32, startTimeUnixNano 7 fixed64, endTimeUnixNano 8 fixed64, attributes 9 KeyValue*,
    droppedAttributesCount 10 uint32, events 11 Event*, droppedEventsCount 12 uint32, links 13 Link*,
    droppedLinksCount 14 uint32, status 15 Status`,
  Event: "timeUnixNano 1 fixed64, name 2 string, attributes 3 KeyValue*, droppedAttributesCount 4 uint32",
  Link: `traceId 1 bytes, spanId 2 bytes, traceState 3 string, attributes 4 KeyValue*, droppedAttributesCount 5 uint32,
    flags 6 fixed32`,
  Status: "message 2 string, code 3 int32",

  ExportMetricsServiceRequest: "resourceMetrics 1 ResourceMetrics*",
  ResourceMetrics: "resource 1 Resource, scopeMetrics 2 ScopeMetrics*, schemaUrl 3 string",
  ScopeMetrics: "scope 1 InstrumentationScope, metrics 2 Metric*, schemaUrl 3 string",
  Metric: `name 1 string, description 2 string, unit 3 string, gauge 5 Gauge, sum 7 Sum, histogram 9 Histogram,
    exponentialHistogram 10 ExponentialHistogram, metadata 12 KeyValue*`,
  Gauge: "dataPoints 1 NumberDataPoint*",
  Sum: "dataPoints 1 NumberDataPoint*, aggregationTemporality 2 int32, isMonotonic 3 bool",
  Histogram: "dataPoints 1 HistogramDataPoint*, aggregationTemporality 2 int32",
  ExponentialHistogram: "dataPoints 1 ExponentialHistogramDataPoint*, aggregationTemporality 2 int32",
  NumberDataPoint: `attributes 7 KeyValue*, startTimeUnixNano 2 fixed64, timeUnixNano 3 fixed64, asDouble 4 double,
    asInt 6 sfixed64, exemplars 5 Exemplar*, flags 8 uint32`,
  HistogramDataPoint: `attributes 9 KeyValue*, startTimeUnixNano 2 fixed64, timeUnixNano 3 fixed64, count 4 fixed64,
    sum 5 double, bucketCounts 6 fixed64*, explicitBounds 7 double*, exemplars 8 Exemplar*, flags 10 uint32,
    min 11 double, max 12 double`,
  ExponentialHistogramDataPoint: `attributes 1 KeyValue*, startTimeUnixNano 2 fixed64, timeUnixNano 3 fixed64,
    count 4 fixed64, sum 5 double, scale 6 sint32, zeroCount 7 fixed64, positive 8 Buckets, negative 9 Buckets,
    flags 10 uint32, exemplars 11 Exemplar*, min 12 double, max 13 double, zeroThreshold 14 double`,
  Buckets: "offset 1 sint32, bucketCounts 2 uint64*",
  Exemplar: `filteredAttributes 7 KeyValue*, timeUnixNano 2 fixed64, asDouble 3 double, asInt 6 sfixed64,
    spanId 4 bytes, traceId 5 bytes`,

  ExportLogsServiceRequest: "resourceLogs 1 ResourceLogs*",
  ResourceLogs: "resource 1 Resource, scopeLogs 2 ScopeLogs*, schemaUrl 3 string",
  ScopeLogs: "scope 1 InstrumentationScope, logRecords 2 LogRecord*, schemaUrl 3 string",
  LogRecord: `timeUnixNano 1 fixed64, observedTimeUnixNano 11 fixed64, severityNumber 2 int32, severityText 3 string,
    body 5 AnyValue, attributes 6 KeyValue*, droppedAttributesCount 7 uint32, flags 8 fixed32, traceId 9 bytes,
    spanId 10 bytes, eventName 12 string`,

  Resource: "attributes 1 KeyValue*, droppedAttributesCount 2 uint32",
  InstrumentationScope: "name 1 string, version 2 string, attributes 3 KeyValue*, droppedAttributesCount 4 uint32",
  KeyValue: "key 1 string, value 2 AnyValue",
  AnyValue: `stringValue 1 string, boolValue 2 bool, intValue 3 int64, doubleValue 4 double, arrayValue 5 ArrayValue,
    kvlistValue 6 KeyValueList, bytesValue 7 bytes`,
  ArrayValue: "values 1 AnyValue*",
  KeyValueList: "values 1 KeyValue*",

  ExportPartialSuccess: "rejected 1 int64, errorMessage 2 string",
  ExportServiceResponse: "partialSuccess 1 ExportPartialSuccess",
};
