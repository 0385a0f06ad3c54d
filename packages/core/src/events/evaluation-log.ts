import { ROOT_CONTEXT, TraceFlags, trace } from "@opentelemetry/api";
import { toHrTime } from "../clock.ts";
import type { Logger } from "../logger.ts";
import { EVALUATION_RESULT, evaluationAttributes } from "../semconv-events.ts";
import type { Sink } from "../sink.ts";
import type { TraceReference } from "./trace-reference.ts";

const INFO = 9;

/** Writes feedback and evaluations as the conventions' log events, each at the span that it is about. */
export function evaluationLog(currentLogger: () => Logger | undefined): Sink {
  return Object.assign(() => {}, {
    destination: "otlp",
    event: (event: Parameters<NonNullable<Sink["event"]>>[0]) => {
      if (event.type !== "feedback" && event.type !== "evaluation") return;
      currentLogger()?.emit({
        eventName: EVALUATION_RESULT,
        timestamp: toHrTime(event.atMs),
        severityNumber: INFO,
        attributes: evaluationAttributes(event),
        context: contextOf(event.reference),
      });
    },
  });
}

/** The span may have ended long ago, in another process. */
function contextOf({ traceId, spanId }: TraceReference): typeof ROOT_CONTEXT {
  if (spanId === undefined) return ROOT_CONTEXT;
  // Nobody knows here whether it was sampled. Feedback has to arrive either way, and some processors drop what was not.
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true });
}
