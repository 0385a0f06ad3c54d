import { BLOCKS, SUBJECTS, WORKLOADS } from "./plan.mjs";
import { runChild } from "./run-child.mjs";
import { median } from "./statistics.mjs";

/** Every subject once per repetition, each in a process of its own, the order rotated and turned around. */
export async function measure(workload, { repetitions, scale }) {
  const { runs, units } = WORKLOADS[workload];
  const size = { workload, runs: Math.ceil(runs * scale), blocks: BLOCKS, warmUp: 3 * Math.ceil(runs * scale) };
  // What the adapter emits is what the floor makes by hand, so the two cannot drift apart.
  const { shape } = await runWorker({ ...size, subject: "spans", runs: 1, blocks: 1, warmUp: 1, wantShape: true });
  const samples = Object.fromEntries(SUBJECTS.map((subject) => [subject, []]));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const subject of order(repetition)) {
      samples[subject].push(await runWorker({ ...size, subject, ...(subject === "floor" && { shape }) }));
    }
  }
  return Object.fromEntries(SUBJECTS.map((subject) => [subject, summary(samples, subject, units)]));
}

function order(repetition) {
  const at = repetition % SUBJECTS.length;
  const rotated = [...SUBJECTS.slice(at), ...SUBJECTS.slice(0, at)];
  return repetition % 2 === 0 ? rotated : rotated.reverse();
}

/** Differences and ratios are taken within a repetition, then their medians: a slow minute slows all of it. */
function summary(samples, subject, units) {
  const own = samples[subject];
  const bare = samples.bare;
  const isFloor = subject === "floor";
  const added = own.map(({ cpuUs }, i) => (isFloor ? cpuUs : cpuUs - bare[i].cpuUs));
  return {
    cpuUs: median(own.map((sample) => sample.cpuUs)),
    wallUs: median(own.map((sample) => sample.wallUs)),
    addedUs: median(added),
    addedRangeUs: [Math.min(...added), Math.max(...added)],
    addedPerUnitUs: units === 1 ? undefined : median(added) / units,
    timesBare: isFloor ? undefined : median(own.map(({ cpuUs }, i) => cpuUs / bare[i].cpuUs)),
    timesFloor: subject === "bare" ? undefined : median(added.map((us, i) => us / samples.floor[i].cpuUs)),
    spans: own[0].spans,
    attributes: own[0].attributes,
    diagnostics: own[0].diagnostics,
    samples: own.map(({ cpuUs, wallUs }) => ({ cpuUs, wallUs })),
  };
}

const WORKER = new URL("./worker.mjs", import.meta.url);

async function runWorker(job) {
  return JSON.parse(await runChild([WORKER.pathname, JSON.stringify(job)]));
}
