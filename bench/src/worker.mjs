import { median } from "./statistics.mjs";
import { startSubject } from "./subjects.mjs";

// One subject on one workload. Prints one line of JSON.
const { workload, subject, runs, blocks, warmUp, shape, wantShape } = JSON.parse(process.argv[2]);
const { run, flush, counts, diagnostics } = await startSubject(subject, workload, shape);

await repeat(warmUp);
await flush();
counts.reset();
const measured = [];
for (let i = 0; i < blocks; i++) measured.push(await block());
const result = {
  cpuUs: median(measured.map((one) => one.cpuUs)),
  wallUs: median(measured.map((one) => one.wallUs)),
  spans: counts.spans / (runs * blocks),
  attributes: counts.attributes / (runs * blocks),
  diagnostics: diagnostics(),
  shape: wantShape ? counts.shape() : undefined,
};
process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit(0));

async function block() {
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  await repeat(runs);
  await flush();
  const wallMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpu);
  return { cpuUs: (user + system) / runs, wallUs: (wallMs * 1000) / runs };
}

async function repeat(times) {
  for (let i = 0; i < times; i++) {
    await run();
    // Exporters and timers get their turn, as they would between requests.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
