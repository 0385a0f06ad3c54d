import { ATTR_ERROR_TYPE, ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT } from "@opentelemetry/semantic-conventions";
import type { TelemetryEvent } from "./events/telemetry-event.ts";
import { isModelCall } from "./operation.ts";
import type { OperationRecord, RunTotals } from "./record.ts";
import type { SemconvProfile } from "./semconv.ts";
import { toJudgementPoints } from "./semconv-events.ts";
import {
  agentLabels,
  COST,
  costLabels,
  METRICS,
  modelCallLabels,
  RUN,
  toolLabels,
  workflowLabels,
} from "./semconv-metrics.ts";

export interface Instrument {
  readonly name: string;
  readonly kind: "histogram" | "counter";
  readonly unit: string;
  readonly description: string;
  /** Upper bounds of a histogram's buckets. */
  readonly boundaries?: readonly number[];
}

export type Labels = Readonly<Record<string, string | number>>;

/** One measurement of one instrument. */
export interface Point {
  readonly instrument: Instrument;
  readonly value: number;
  readonly attributes: Labels;
}

/** The measurements of one record. Pure: whoever records metrics reads this and nothing else. */
export function toPoints(record: OperationRecord, profile: SemconvProfile): readonly Point[] {
  const points = operationPoints(record, profile);
  return record.run === undefined ? points : [...points, ...runPoints(record, record.run)];
}

function operationPoints(record: OperationRecord, profile: SemconvProfile): readonly Point[] {
  const { agent, tool, workflow } = METRICS[profile];
  if (isModelCall(record.name)) return modelCallPoints(record, profile);
  if (record.name === "invoke_agent") return [duration(agent, record, agentLabels(record))];
  if (record.name === "execute_tool") return [duration(tool, record, toolLabels(record))];
  return record.name === "invoke_workflow" ? [duration(workflow, record, workflowLabels(record))] : [];
}

/** By the agent or workflow that the run is of. */
function runPoints(record: OperationRecord, totals: RunTotals): readonly Point[] {
  const attributes = record.name === "invoke_workflow" ? workflowLabels(record) : agentLabels(record);
  return RUN.flatMap(([total, instrument, unitsPerOne]) => {
    const value = totals[total];
    // What is not known is no zero.
    return typeof value === "number" ? [{ instrument, value: value / unitsPerOne, attributes }] : [];
  });
}

/** The measurements of one event. Pure, as `toPoints`. */
export function toEventPoints(event: TelemetryEvent): readonly Point[] {
  return event.type === "feedback" || event.type === "evaluation" ? toJudgementPoints(event) : [];
}

function duration(instrument: Instrument, { durationMs, error }: OperationRecord, labels: Labels): Point {
  const attributes = error === undefined ? labels : { ...labels, [ATTR_ERROR_TYPE]: error.type };
  return { instrument, value: durationMs / 1000, attributes };
}

function modelCallPoints(record: OperationRecord, profile: SemconvProfile): readonly Point[] {
  const { modelCall, embeddings, firstChunk, tokens } = METRICS[profile];
  const { request, usage, cost, timeToFirstChunkMs } = record;
  const address = request?.serverAddress;
  const server = address && { [ATTR_SERVER_ADDRESS]: address, [ATTR_SERVER_PORT]: request?.serverPort ?? 443 };
  const attributes = server ? { ...modelCallLabels(record), ...server } : modelCallLabels(record);
  const points = [duration(record.name === "embeddings" ? embeddings : modelCall, record, attributes)];
  if (timeToFirstChunkMs !== undefined) {
    points.push({ instrument: firstChunk, value: timeToFirstChunkMs / 1000, attributes });
  }
  if (usage !== undefined) points.push(...tokens(usage, attributes));
  if (cost !== undefined) {
    points.push({ instrument: COST, value: cost.totalNanoUsd / 1e9, attributes: costLabels(attributes, record) });
  }
  return points;
}
