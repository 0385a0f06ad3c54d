const TITLES = { plain: "OpenTelemetry's exporter, OTLP alone", all: "OTLP, Langfuse and LangSmith" };

export function steadyReport({ rate, seconds, samples, timesPlain }) {
  const lines = Object.entries(samples).flatMap(([subject, all]) =>
    all.map((sample) => `${TITLES[subject]}: ${sampleLine(sample)}`),
  );
  return [
    `## ${rate} spans a second for ${seconds} s`,
    ...lines,
    `event-loop delay, 99th percentile: ${timesPlain.toFixed(2)} times OTLP alone`,
    ...accountLines(samples.all),
    "",
  ].join("\n");
}

export function overloadReport({ rate, seconds, sample }) {
  return [
    `## ${rate} spans a second offered for ${seconds} s, to OTLP, Langfuse and LangSmith`,
    sampleLine(sample),
    `memory of the process: ${sample.megabytesBefore.toFixed(0)} MB before, ${sample.megabytes.toFixed(0)} MB at most`,
    ...accountLines([sample]),
    "",
  ].join("\n");
}

function sampleLine({ offeredPerSecond, p99Ms, longestMs, cpuSeconds }) {
  const delays = `delay ${p99Ms.toFixed(1)} ms (99th percentile), ${longestMs.toFixed(1)} ms (longest)`;
  return `${offeredPerSecond.toFixed(0)} spans a second made, ${delays}, ${cpuSeconds.toFixed(1)} s of CPU`;
}

function accountLines(samples) {
  return samples.flatMap(({ created, destinations }) =>
    destinations.map(({ name, sent, dropped, uncounted }) => {
      const account = `${name}: of ${created} spans ${sent} sent, ${dropped} dropped`;
      return uncounted === 0 ? account : `${account}, ${uncounted} NOT COUNTED`;
    }),
  );
}
