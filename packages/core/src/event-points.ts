import type { TelemetryEvent } from "./events/telemetry-event.ts";
import type { Instrument, Labels, Point } from "./instrument.ts";
import { HAPPENED } from "./own-metrics.ts";
import { toJudgementPoints } from "./semconv-events.ts";
import { LABEL } from "./semconv-labels.ts";

/** The measurements of one event. Pure, as `toPoints`. */
export function toEventPoints(event: TelemetryEvent): readonly Point[] {
  const point = (instrument: Instrument, more: Readonly<Record<string, string | undefined>>, value = 1): Point[] => {
    return [{ instrument, value, attributes: toLabels({ [LABEL.agent]: event.agent, ...more }) }];
  };
  switch (event.type) {
    case "feedback":
    case "evaluation":
      return toJudgementPoints(event);
    case "guard_decision":
      return point(HAPPENED.guardDecisions, { [LABEL.guard]: event.guard, [LABEL.decision]: event.decision });
    case "fallback":
      return point(HAPPENED.fallbacks, { [LABEL.from]: event.from, [LABEL.to]: event.to });
    case "limit_hit":
      return point(HAPPENED.limitHits, { [LABEL.limit]: event.limit });
    case "confirmation":
      return point(HAPPENED.confirmations, { [LABEL.confirmation]: event.outcome });
    case "parse_failure":
      return point(HAPPENED.parseFailures, { [LABEL.schema]: event.schema });
    case "drop":
      return point(
        HAPPENED.drops,
        { [LABEL.destination]: event.destination, [LABEL.dropReason]: event.reason },
        event.count,
      );
  }
}

/** What is not known is no label. */
function toLabels(given: Readonly<Record<string, string | undefined>>): Labels {
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) if (value !== undefined) labels[name] = value;
  return labels;
}
