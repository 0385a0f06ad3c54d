import type { Dashboard } from "./dashboard.ts";
import { type Query, query } from "./panel.ts";

const JOB = 'job=~"$job"';
const perDestination = (metric: string, more = "", factor = "60 * "): Query => {
  const by = `isospan_export_destination${more === "" ? "" : `, ${more}`}`;
  const legend = `{{isospan_export_destination}}${more === "" ? "" : ` {{${more}}}`}`;
  return query(legend, `${factor}sum by (${by}) (rate(${metric}{${JOB}}[$__rate_interval]))`);
};

export const telemetry: Dashboard = {
  name: "telemetry",
  title: "Isospan / Telemetry itself",
  description:
    "Whether traces reach where they are sent, and what goes wrong with telemetry. Metrics do not depend on it.",
  panels: [
    {
      title: "Share of spans that are lost",
      question: "Do traces arrive? More than 1 % lost is an alert.",
      unit: "percentunit",
      threshold: { above: 0.01 },
      queries: [query("{{job}} {{isospan_export_destination}}", `isospan:export_dropped:ratio5m{${JOB}}`)],
    },
    {
      title: "Spans accepted",
      question: "How many spans a minute does each destination take?",
      unit: "cpm",
      queries: [perDestination("isospan_export_spans_total")],
    },
    {
      title: "Bytes accepted",
      question: "How much is sent?",
      unit: "Bps",
      queries: [perDestination("isospan_export_bytes_total", "", "")],
    },
    {
      title: "Spans lost, by reason",
      question: "Why do spans not arrive: refused, no answer in time, a full queue?",
      unit: "cpm",
      queries: [perDestination("isospan_export_dropped_total", "isospan_export_reason")],
    },
    {
      title: "Requests made again",
      question: "How often has a destination to be asked again, and why?",
      unit: "cpm",
      queries: [perDestination("isospan_export_retries_total", "isospan_export_reason")],
    },
    {
      title: "Lost, as the application told",
      question: "What has the application itself reported as lost?",
      unit: "cpm",
      queries: [perDestination("isospan_drops_total", "isospan_drop_reason")],
    },
    {
      title: "Diagnostics",
      question: "What goes wrong with telemetry itself? The README of @isospan/core says what each code means.",
      unit: "cpm",
      width: 24,
      queries: [query("{{job}} {{isospan_diagnostic_code}}", `60 * isospan:diagnostics:rate5m{${JOB}}`)],
    },
  ],
};
