import type { GapTotals } from "./chunk-gaps.ts";
import type { DiagnosticCode } from "./diagnostics.ts";
import type { Instrument, Labels, Point } from "./instrument.ts";
import { isModelCall } from "./operation.ts";
import * as own from "./own-metrics.ts";
import type { OperationRecord, RunTotals, StartedRecord } from "./record.ts";
import type { SemconvProfile } from "./semconv.ts";
import { JUDGEMENT_METRICS } from "./semconv-events.ts";
import * as by from "./semconv-labels.ts";
import { METRICS } from "./semconv-metrics.ts";

const { LABEL } = by;

/** Every metric of a profile, those of our own included. */
export function instrumentsOf(profile: SemconvProfile): readonly Instrument[] {
  const { tokens: _, tokenInstruments, ...table } = METRICS[profile];
  return [...new Set([...Object.values(table), ...tokenInstruments, ...own.OWN_METRICS, ...JUDGEMENT_METRICS])];
}

/** The measurements of one record. Pure: whoever records metrics reads this and nothing else. */
export function toPoints(record: OperationRecord, profile: SemconvProfile): readonly Point[] {
  const points: Point[] = [];
  addOperation(points, record, profile);
  if (record.error !== undefined) addError(points, record);
  addHappenings(points, record);
  if (record.run !== undefined) addRun(points, record, record.run);
  return points;
}

/** The measurements of one record that has just begun: an agent's run is active now, by the labels that it has. */
export function toStartedPoints(started: StartedRecord): readonly Point[] {
  if (started.name !== "invoke_agent") return [];
  return [{ instrument: own.ACTIVE_RUNS, value: 1, attributes: by.agentLabels(started) }];
}

/** The measurement of something that went wrong with telemetry itself. */
export function toDiagnosticPoints(code: DiagnosticCode): readonly Point[] {
  return [{ instrument: own.DIAGNOSTICS, value: 1, attributes: { [LABEL.diagnostic]: code } }];
}

function addOperation(points: Point[], record: OperationRecord, profile: SemconvProfile): void {
  const { name } = record;
  const table = METRICS[profile];
  if (isModelCall(name)) addModelCall(points, record, profile);
  else if (name === "invoke_agent") addAgent(points, record, profile);
  else if (name === "execute_tool") addTool(points, table.tool, record);
  else if (name === "retrieval") addRetrieval(points, record, profile);
  else if (name === "invoke_workflow") addDuration(points, table.workflow, record, by.workflowLabels(record));
  else if (name === "create_agent") addDuration(points, table.otherCall, record, by.callLabels(record));
}

function addHappenings(points: Point[], record: OperationRecord): void {
  const { fallbackFrom, limitHit, parseFailure, confirmation, model } = record;
  if ((fallbackFrom ?? limitHit ?? parseFailure ?? confirmation) === undefined) return;
  const add = (instrument: Instrument, labels: Labels): void => {
    points.push({ instrument, value: 1, attributes: { ...by.agentLabels(record), ...labels } });
  };
  if (fallbackFrom !== undefined) {
    add(own.HAPPENED.fallbacks, { [LABEL.from]: fallbackFrom, ...(model !== undefined && { [LABEL.to]: model }) });
  }
  if (limitHit !== undefined) add(own.HAPPENED.limitHits, { [LABEL.limit]: limitHit });
  if (parseFailure) add(own.HAPPENED.parseFailures, {});
  if (confirmation !== undefined) add(own.HAPPENED.confirmations, { [LABEL.confirmation]: confirmation });
}

/** Each gap is one measurement: the bucket's mean, so that counts and sum are those of the gaps. */
function addGaps(points: Point[], instrument: Instrument, { counts, totalsMs }: GapTotals, attributes: Labels): void {
  for (const [bucket, times] of counts.entries()) {
    if (times === 0) continue;
    const mean = Number(totalsMs[bucket]) / 1000 / times;
    // Rounding must not carry it into the next bucket.
    const value = Math.min(mean, instrument.boundaries?.[bucket] ?? mean);
    points.push({ instrument, value, attributes, times });
  }
}

function addDuration(points: Point[], instrument: Instrument, record: OperationRecord, labels: Labels): void {
  const { durationMs, error } = record;
  const attributes = error === undefined ? labels : by.withError(labels, error.type);
  points.push({ instrument, value: durationMs / 1000, attributes });
}

function addModelCall(points: Point[], record: OperationRecord, profile: SemconvProfile): void {
  const { modelCall, otherCall, firstChunk, perChunk, tokens } = METRICS[profile];
  const { usage, cost, timeToFirstChunkMs } = record;
  const attributes = by.callLabels(record);
  addDuration(points, record.name === "embeddings" ? otherCall : modelCall, record, attributes);
  if (timeToFirstChunkMs !== undefined) {
    points.push({ instrument: firstChunk, value: timeToFirstChunkMs / 1000, attributes });
  }
  if (record.chunkGaps !== undefined) addGaps(points, perChunk, record.chunkGaps, attributes);
  if (usage !== undefined) tokens(usage, attributes, points);
  addContextWindow(points, record);
  if (cost === undefined) return;
  points.push({ instrument: own.COST, value: cost.totalNanoUsd / 1e9, attributes: by.costLabels(attributes, record) });
}

function addContextWindow(points: Point[], record: OperationRecord): void {
  const { contextWindowTokens, usage, provider = "unknown", model } = record;
  if (contextWindowTokens === undefined || usage?.inputTokens === undefined || record.name === "embeddings") return;
  const named = { [LABEL.provider]: provider, ...(model !== undefined && { [LABEL.model]: model }) };
  const value = usage.inputTokens / contextWindowTokens;
  points.push({ instrument: own.CONTEXT_WINDOW, value, attributes: { ...named, ...by.agentLabels(record) } });
}

function addAgent(points: Point[], record: OperationRecord, profile: SemconvProfile): void {
  const { agent, agentModelCalls, agentToolCalls, otherCall } = METRICS[profile];
  const attributes = by.agentLabels(record);
  // Of an agent in another process the call is seen, and not what it does.
  if (record.remote === true) addDuration(points, otherCall, record, by.callLabels(record));
  else addDuration(points, agent, record, attributes);
  points.push({ instrument: own.AGENT_RUNS, value: 1, attributes: by.withOutcome(attributes, record.outcome) });
  if (record.calls === undefined) return;
  points.push({ instrument: agentModelCalls, value: record.calls.model, attributes });
  points.push({ instrument: agentToolCalls, value: record.calls.tool, attributes });
}

function addTool(points: Point[], instrument: Instrument, record: OperationRecord): void {
  addDuration(points, instrument, record, by.toolLabels(record));
  if (record.silentFailure === undefined) return;
  const attributes = { [LABEL.tool]: record.tool?.name ?? "unknown", ...by.agentLabels(record) };
  points.push({ instrument: own.SILENT_FAILURES, value: 1, attributes });
}

function addRetrieval(points: Point[], record: OperationRecord, profile: SemconvProfile): void {
  const { documents, error } = record;
  const labels = by.retrievalLabels(record);
  addDuration(points, METRICS[profile].retrieval, record, profile === "1.41" ? labels : by.operationLabels(record));
  // What was found is not known of every retrieval.
  if (documents === undefined && error === undefined) return;
  const attributes = { ...labels, ...by.agentLabels(record) };
  const found = error !== undefined ? "error" : documents?.length === 0 ? "miss" : "hit";
  points.push({ instrument: own.RETRIEVALS, value: 1, attributes: { ...attributes, [LABEL.found]: found } });
  if (documents === undefined) return;
  points.push({ instrument: own.RETRIEVED, value: documents.length, attributes });
}

function addError(points: Point[], record: OperationRecord): void {
  const { name, error } = record;
  if (error === undefined) return;
  const attributes = { [LABEL.operation]: name, [LABEL.error]: error.type, ...by.agentLabels(record) };
  points.push({ instrument: own.ERRORS, value: 1, attributes });
}

/** By the agent or workflow that the run is of. */
function addRun(points: Point[], record: OperationRecord, totals: RunTotals): void {
  const attributes = record.name === "invoke_workflow" ? by.workflowLabels(record) : by.agentLabels(record);
  for (const [total, instrument, unitsPerOne] of own.RUN) {
    const value = totals[total];
    // What is not known is no zero.
    if (typeof value === "number") points.push({ instrument, value: value / unitsPerOne, attributes });
  }
}
