import { ATTR_ERROR_TYPE, ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT } from "@opentelemetry/semantic-conventions";
import { isModelCall } from "./operation.ts";
import type { OperationRecord } from "./record.ts";
import type { SemconvProfile } from "./semconv.ts";
import { agentLabels, COST, METRICS, modelCallLabels, toolLabels, workflowLabels } from "./semconv-metrics.ts";

export interface Instrument {
  readonly name: string;
  readonly kind: "histogram" | "counter";
  readonly unit: string;
  readonly description: string;
  /** Upper bounds of a histogram's buckets. */
  readonly boundaries?: readonly number[];
}

/** One measurement of one instrument. */
export interface Point {
  readonly instrument: Instrument;
  readonly value: number;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** The measurements of one record. Pure: whoever records metrics reads this and nothing else. */
export function toPoints(record: OperationRecord, profile: SemconvProfile): readonly Point[] {
  const seconds = record.durationMs / 1000;
  const names = METRICS[profile];
  if (isModelCall(record.name)) return modelCallPoints(record, profile, seconds);
  const error = record.error && { [ATTR_ERROR_TYPE]: record.error.type };
  switch (record.name) {
    case "invoke_agent":
      return [{ instrument: names.agentDuration, value: seconds, attributes: { ...agentLabels(record), ...error } }];
    case "execute_tool":
      return [{ instrument: names.toolDuration, value: seconds, attributes: { ...toolLabels(record), ...error } }];
    case "invoke_workflow":
      return [{ instrument: names.workflowDuration, value: seconds, attributes: { ...workflowLabels(record), ...error } }];
    default:
      return [];
  }
}

function modelCallPoints(record: OperationRecord, profile: SemconvProfile, seconds: number): readonly Point[] {
  const names = METRICS[profile];
  const attributes: Record<string, string | number> = modelCallLabels(record);
  const { request, usage, cost, error } = record;
  if (request?.serverAddress !== undefined) {
    attributes[ATTR_SERVER_ADDRESS] = request.serverAddress;
    attributes[ATTR_SERVER_PORT] = request.serverPort ?? 443;
  }
  const duration = record.name === "embeddings" ? names.embeddingsDuration : names.modelCallDuration;
  const points: Point[] = [
    { instrument: duration, value: seconds, attributes: error ? { ...attributes, [ATTR_ERROR_TYPE]: error.type } : attributes },
  ];
  if (record.timeToFirstChunkMs !== undefined) {
    points.push({ instrument: names.timeToFirstChunk, value: record.timeToFirstChunkMs / 1000, attributes });
  }
  if (usage !== undefined) points.push(...names.tokens(usage, attributes));
  if (cost !== undefined) points.push({ instrument: COST, value: cost.totalNanoUsd / 1e9, attributes });
  return points;
}
