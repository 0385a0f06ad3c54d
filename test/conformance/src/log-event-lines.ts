import { createTelemetry, type SemconvProfile, type TelemetryEventInput } from "@isospan/core";

const ABOUT = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };

/** Every form that feedback and evaluations have. */
const EVENTS: readonly TelemetryEventInput[] = [
  { type: "feedback", ...ABOUT, name: "helpful", value: 0.5, comment: "fine", correction: "finer" },
  { type: "feedback", ...ABOUT, name: "solved", value: true },
  { type: "feedback", ...ABOUT, name: "tone", value: "rude" },
  { type: "feedback", ...ABOUT, rating: 4 },
  { type: "feedback", ...ABOUT, thumbs: "down" },
  { type: "feedback", ...ABOUT, comment: "fine" },
  { type: "feedback", reference: { traceId: ABOUT.traceId, responseId: "resp_1" }, thumbs: "up" },
  { type: "evaluation", ...ABOUT, name: "relevance", value: 0.9, label: "relevant", explanation: "It answers." },
  { type: "evaluation", ...ABOUT, name: "relevance", error: "TimeoutError" },
];

/** The log events as JSON lines, for a checker of the semantic conventions. */
export function logEventLines(semconv: SemconvProfile): readonly string[] {
  const lines: string[] = [];
  const emit = (record: object): void => void lines.push(JSON.stringify({ signal: "event", ...record }));
  const telemetry = createTelemetry({ semconv, content: true, loggerProvider: { getLogger: () => ({ emit }) } });
  for (const event of EVENTS) telemetry.event(event);
  return lines;
}
