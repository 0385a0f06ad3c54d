import { fork } from "node:child_process";
import { once } from "node:events";
import { runChild } from "./run-child.mjs";
import { median } from "./statistics.mjs";

const CHILD = new URL("./load-child.mjs", import.meta.url).pathname;
const SERVER = new URL("./export-server.mjs", import.meta.url);

/** What a steady stream of spans to three destinations does to an application, beside one plain exporter. */
export async function steadyLoad({ repetitions, seconds }) {
  const job = { rate: 5_000, seconds, warmUpSeconds: Math.min(3, seconds) };
  const samples = { plain: [], all: [] };
  await withServer(async (url) => {
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const subjects = repetition % 2 === 0 ? ["plain", "all"] : ["all", "plain"];
      for (const subject of subjects) samples[subject].push(await load({ ...job, url, subject }));
    }
  });
  const times = (field) => median(samples.all.map((sample, i) => sample[field] / samples.plain[i][field]));
  return { ...job, samples, timesPlain: { delay: times("p99Ms"), turn: times("turnP99Ms"), cpu: times("cpuSeconds") } };
}

/** More than can be sent, or even made: memory has to stay bounded, and what is dropped has to be counted. */
export function overload({ seconds }) {
  const job = { rate: 50_000, seconds, warmUpSeconds: 0 };
  return withServer(async (url) => ({ ...job, sample: await load({ ...job, url, subject: "all" }) }));
}

async function withServer(use) {
  const server = fork(SERVER);
  const [port] = await once(server, "message");
  try {
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    server.disconnect();
  }
}

async function load(job) {
  const printed = JSON.parse(await runChild(["--expose-gc", CHILD, JSON.stringify(job)]));
  const destinations = Object.entries(printed.counts).map(([name, { spans, dropped }]) => {
    const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
    return { name, sent: spans, dropped: lost, uncounted: printed.created - spans - lost };
  });
  return { ...printed, destinations };
}
