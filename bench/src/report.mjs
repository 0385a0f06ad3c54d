const TITLES = {
  floor: "floor: same spans by hand",
  bare: "bare: framework alone",
  spans: "isospan, spans alone",
  everything: "isospan, everything on",
};

/** A Markdown table: a row for each subject. */
export function workloadReport(workload, summaries) {
  const perUnit = summaries.spans.addedPerUnitUs !== undefined;
  const head = ["subject", "CPU µs", "added µs", "lowest to highest", "x bare", "x floor", "spans", "attributes"];
  const rows = Object.entries(summaries).map(([subject, summary]) => [
    TITLES[subject],
    summary.cpuUs.toFixed(1),
    summary.addedUs.toFixed(1),
    summary.addedRangeUs.map((us) => us.toFixed(1)).join(" to "),
    summary.timesBare?.toFixed(2) ?? "",
    summary.timesFloor?.toFixed(2) ?? "",
    String(summary.spans),
    String(summary.attributes),
    ...(perUnit ? [subject === "floor" ? "" : summary.addedPerUnitUs.toFixed(2)] : []),
  ]);
  const lines = [perUnit ? [...head, "added µs per chunk"] : head, ...rows];
  return [`## ${workload}, per run`, table(lines), ...troubles(summaries), ""].join("\n");
}

export function metricsReport({ cost, hostile }) {
  const rows = Object.entries(cost).map(([sink, { byHandUs, sinkUs, ratio }]) => [
    sink,
    byHandUs.toFixed(2),
    sinkUs.toFixed(2),
    ratio.toFixed(2),
  ]);
  const { records, counted, series, grownBytes } = hostile;
  return [
    "## metrics, per record",
    table([["sink", "by hand, µs", "isospan, µs", "x by hand"], ...rows]),
    `${records} records with invented names: ${counted} counted in ${series} series, ${(grownBytes / 1e6).toFixed(1)} MB more than after the first 10000`,
    "",
  ].join("\n");
}

export function importReport({
  repetitions,
  importMs,
  importRangeMs,
  bareProcessMs,
  addedProcessMs,
  loaded,
  pricesLoaded,
}) {
  return [
    `## import "@isospan/core", the OpenTelemetry API loaded (${repetitions} processes each)`,
    `inside the process: ${importMs.toFixed(1)} ms (${importRangeMs.map((ms) => ms.toFixed(1)).join(" to ")})`,
    `whole process: ${addedProcessMs.toFixed(1)} ms more than ${bareProcessMs.toFixed(1)} ms`,
    `modules loaded: ${loaded.length}; price book among them: ${pricesLoaded ? "YES" : "no"}`,
    "",
  ].join("\n");
}

export function ledgerReport(cost) {
  const { repetitions, calls, counted, usPerCall, addedUs, addedRangeUs, megabytes, megabytesWithout } = cost;
  return [
    `## telemetry.costs, ${calls} calls in ${calls / 10} sessions (${repetitions} processes each)`,
    `a call: ${addedUs.toFixed(2)} µs more (${addedRangeUs.map((us) => us.toFixed(2)).join(" to ")}) than ${usPerCall.toFixed(2)} µs`,
    `heap: ${megabytes.toFixed(1)} MB more after all calls, ${megabytesWithout.toFixed(1)} MB without it`,
    ...(counted === calls ? [] : [`COUNTED ${counted}`]),
    "",
  ].join("\n");
}

export function pricesReport(nanoseconds) {
  const rows = Object.entries(nanoseconds).map(([model, ns]) => [model, (ns / 1000).toFixed(2)]);
  return ["## pricing one model call", table([["its model is", "CPU µs"], ...rows]), ""].join("\n");
}

export function langsmithReport(microseconds) {
  const vendor = microseconds["langsmith's own"];
  const rows = Object.entries(microseconds).map(([name, us]) => [name, us.toFixed(1), (us / vendor).toFixed(2)]);
  return ["## exporting one span to LangSmith", table([["exporter", "CPU µs", "x langsmith's own"], ...rows]), ""].join(
    "\n",
  );
}

/** Each of ours against OpenTelemetry's own, packed alike. */
export function exportReport(costs) {
  const head = ["exporter", "CPU µs a span", "x OTLP JSON", "x OTLP protobuf"];
  return costs
    .map(({ content, medians }) => {
      const rows = Object.entries(medians).map(([name, cpuUs]) => {
        const packed = name.endsWith("-gzip") ? "-gzip" : "";
        const times = ["json", "protobuf"].map((format) => (cpuUs / medians[`otlp-${format}${packed}`]).toFixed(2));
        return [name, cpuUs.toFixed(1), ...times];
      });
      return [`## export, ${content ? "with" : "without"} content`, table([head, ...rows]), ""].join("\n");
    })
    .join("\n");
}

function table([head, ...rows]) {
  const rule = head.map((_, i) => (i === 0 ? "---" : "--:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A figure of telemetry that stumbled is not worth reading. */
function troubles(summaries) {
  const stumbled = Object.entries(summaries).filter(([, { diagnostics }]) => Object.keys(diagnostics).length > 0);
  return stumbled.map(([subject, { diagnostics }]) => `Diagnostics of ${subject}: ${JSON.stringify(diagnostics)}`);
}
