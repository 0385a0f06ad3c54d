const TITLES = { plain: "OpenTelemetry's exporter, OTLP alone", all: "OTLP, Langfuse and LangSmith" };

export function steadyReport({ rate, seconds, samples, timesPlain }) {
  const lines = Object.entries(samples).flatMap(([subject, all]) =>
    all.map((sample) => `${TITLES[subject]}: ${sampleLine(sample)}`),
  );
  return [
    `## ${rate} spans a second for ${seconds} s`,
    ...lines,
    `times OTLP alone: delay ${timesPlain.delay.toFixed(2)}, turn ${timesPlain.turn.toFixed(2)}, CPU ${timesPlain.cpu.toFixed(2)}`,
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

function sampleLine({ offeredPerSecond, p99Ms, longestMs, turnP99Ms, cpuSeconds }) {
  const delays = `delay ${p99Ms.toFixed(1)} ms (longest ${longestMs.toFixed(1)}), turn ${turnP99Ms.toFixed(1)} ms`;
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
