import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filledIn, shippedDashboards } from "../dashboards/shipped.ts";
import { isPrometheusInstalled, NOT_INSTALLED } from "../rules/promtool.ts";
import { rules } from "../rules/read-rules.ts";
import { aiSdkJob, brokenTool, langChainJob, type Playing, runaway } from "./demo-jobs.ts";
import { eventually } from "./eventually.ts";
import { ownCode, startDestination } from "./own-code-job.ts";
import { type PrometheusServer, startPrometheus } from "./prometheus-server.ts";
import { OFFSET_SECONDS, SHORT, shortRules } from "./short-rules.ts";

if (!isPrometheusInstalled) process.stderr.write(`\n${NOT_INSTALLED}\n\n`);

/** Between two rounds of a job's traffic. */
const PAUSE_MS = 1_000;
/** US dollars for a million tokens of gpt-4.1-mini, by OpenAI's price list: https://openai.com/api/pricing */
const USD = { input: 0.4, cached: 0.1, output: 1.6 };

/** What must fire in the end, and nothing else, ever. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  healthy: [],
  "own-code": [],
  "own-code-latest": [],
  "broken-tool": ["IsospanToolFailureRateHigh"],
  "slow-model": [
    "IsospanModelDurationHigh",
    "IsospanRunDurationP50High",
    "IsospanRunDurationP95High",
    "IsospanRunDurationP99High",
  ],
  "runaway-loop": [
    "IsospanBurnRateHigh",
    "IsospanInputTokensPerRunHigh",
    "IsospanLimitHitsHigh",
    "IsospanLoopCountHigh",
    "IsospanOutputTokensPerRunHigh",
    "IsospanRunDurationP50High",
    "IsospanRunDurationP95High",
    "IsospanRunDurationP99High",
    "IsospanRunTokensRunaway",
    "IsospanToolMixChanged",
  ],
};
const jobs = Object.keys(EXPECTED);
const CALM = toPairs({ "broken-tool": ["IsospanToolFailureRateHigh"] });

let playing: readonly Playing[] = [];
let prometheus: PrometheusServer;
let scraped: Server;
let destination: Awaited<ReturnType<typeof startDestination>>;
let brokenAt = 0;

describe.skipIf(!isPrometheusInstalled)("a Prometheus that scrapes the demo", () => {
  beforeAll(async () => {
    await setUp();
    const traffic = new AbortController();
    const ended = Promise.all(playing.map((each) => play(each, traffic.signal)));
    try {
      await untilCalm();
      // From now on two of them are in trouble; the third one's tool has been broken all the time.
      brokenAt = Date.now();
      jobNamed("slow-model").modelMs = 6_000;
      jobNamed("runaway-loop").script = runaway;
      await eventually("all alerts fire", async () => {
        const found = await firing();
        return toPairs(EXPECTED).every((pair) => found.includes(pair));
      }).catch(() => {}); // The tests say which of them do not.
    } finally {
      traffic.abort();
      await ended;
    }
    for (const { job } of playing) await job.telemetry.flush();
    await eventually("the last runs are scraped", async () => {
      const counts = await Promise.all(playing.map(({ job }) => total("isospan_agent_runs_total", job.name)));
      return counts.every((count, i) => count === playing[i]?.job.truth.runs);
    }).catch(() => {});
  }, 300_000);

  afterAll(async () => {
    await prometheus?.close();
    for (const { job } of playing) await job.close();
    await destination?.close();
    scraped?.close();
  });

  describe.each(jobs)("%s", (name) => {
    it("has the totals that really were", async () => {
      const { truth } = jobNamed(name);
      expect(truth.runs).toBeGreaterThan(20);
      expect(await total("isospan_agent_runs_total", name)).toBe(truth.runs);
      expect(await modelCalls(name)).toBe(truth.modelCalls);
    });

    it(`makes these alerts fire and no others: ${EXPECTED[name]?.join(", ") || "none"}`, async () => {
      const seconds = Math.ceil((Date.now() - brokenAt) / 1000);
      const fired = await prometheus.query(
        `max by (alertname) (max_over_time(ALERTS{alertstate="firing", job="${name}"}[${seconds}s]))`,
      );
      expect(fired.map(({ metric }) => metric.alertname).toSorted()).toEqual(EXPECTED[name]);
    });
  });

  it.each(["healthy", "broken-tool", "slow-model", "runaway-loop"])(
    "%s: tokens and dollars are the model's",
    async (name) => {
      const { inputTokens, cachedTokens, outputTokens } = jobNamed(name).truth;
      const used = (type: string): Promise<number> =>
        total("gen_ai_client_token_usage_sum", name, `gen_ai_token_type="${type}"`);
      expect(await used("input")).toBe(inputTokens);
      expect(await used("output")).toBe(outputTokens);
      expect(await total("isospan_usage_cache_read_input_tokens_total", name)).toBe(cachedTokens);
      const usd =
        ((inputTokens - cachedTokens) * USD.input + cachedTokens * USD.cached + outputTokens * USD.output) / 1e6;
      expect(await total("isospan_cost_total", name)).toBeCloseTo(usd, 9);
      expect(await total("isospan_run_cost_sum", name)).toBeCloseTo(usd, 9);
    },
  );

  it("counts each failure of the broken tool, and no error anywhere else", async () => {
    const failures = jobNamed("broken-tool").truth.runs / 3;
    expect(await total("isospan_execute_tool_duration_count", "broken-tool", 'error_type!=""')).toBe(failures);
    expect(await total("isospan_errors_total", "broken-tool", 'gen_ai_operation_name="execute_tool"')).toBe(failures);
    for (const name of jobs.filter((each) => each !== "broken-tool")) {
      expect(await total("isospan_errors_total", name), name).toBe(0);
    }
  });

  it("says which tool is broken", async () => {
    const [alert, ...more] = await prometheus.query(
      'max_over_time(ALERTS{alertname="IsospanToolFailureRateHigh", alertstate="firing"}[5m])',
    );
    expect(alert?.metric).toMatchObject({ job: "broken-tool", gen_ai_tool_name: "issue_refund", severity: "critical" });
    expect(more).toEqual([]);
  });

  it.each([...new Set(rules.flatMap(({ record }) => record ?? []))])("%s has been recorded", async (record) => {
    expect(await prometheus.query(`last_over_time(${record}[5m])`)).not.toEqual([]);
  });

  const queries = shippedDashboards.flatMap(({ file, panels }) =>
    panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }, i) => [`${file}: ${title}, ${i + 1}`, expr] as const),
    ),
  );
  it.each(queries)("%s has data", async (_, expr) => {
    const window = "5m";
    // What is recorded is there no more when traffic has ended: Grafana shows the time in which it was.
    const then = (Date.now() - brokenAt) / 1000;
    const filled = filledIn(expr, window);
    const now = await prometheus.query(filled);
    expect(
      now.length > 0 ? now : await prometheus.query(`last_over_time((${filled})[${Math.ceil(then)}s:500ms])`),
    ).not.toEqual([]);
  });
});

async function setUp(): Promise<void> {
  playing = [
    await langChainJob("healthy"),
    ownCode("own-code", "1.41"),
    ownCode("own-code-latest", "latest"),
    await brokenTool(),
    await langChainJob("slow-model"),
    await aiSdkJob("runaway-loop"),
  ];
  destination = await startDestination();
  // Busy, refused, taken: before the first scrape, so that nobody sees the share of one.
  for (let i = 0; i < 2; i++) await destination.send();
  scraped = createServer((request, response) => {
    const found = playing.find(({ job }) => request.url === `/${job.name}/metrics`);
    if (found === undefined) response.writeHead(404).end();
    else void found.job.handler(request, response);
  });
  await new Promise<void>((resolve) => scraped.listen(0, "127.0.0.1", resolve));
  const target = `127.0.0.1:${(scraped.address() as AddressInfo).port}`;
  prometheus = await startPrometheus(
    playing.map(({ job: { name } }) => ({ job: name, target, path: `/${name}/metrics` })),
    shortRules,
  );
}

async function play({ round }: Playing, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await Promise.all([round(), destination.send(), delay(PAUSE_MS)]);
  }
}

/** Until there is enough of what is usual, and has been for as long as a window is. */
async function untilCalm(): Promise<void> {
  const usual = `count_over_time(isospan:run_duration_seconds:p95_7d{job="healthy"}[1m]) > 2 * ${OFFSET_SECONDS}`;
  await eventually("there is something to compare with", async () => (await prometheus.query(usual)).length > 0);
  await eventually("nothing but the broken tool makes an alert fire", async () => {
    const pairs = await firing(SHORT["5m"]);
    return pairs.join() === CALM.join();
  });
}

async function firing(during = "1s"): Promise<readonly string[]> {
  const found = await prometheus.query(
    `max by (job, alertname) (max_over_time(ALERTS{alertstate="firing"}[${during}]))`,
  );
  return found.map(({ metric }) => `${metric.job} ${metric.alertname}`).toSorted();
}

async function total(metric: string, job: string, more = ""): Promise<number> {
  const [sample] = await prometheus.query(`sum(${metric}{job="${job}"${more && `, ${more}`}})`);
  return sample?.value ?? 0;
}

async function modelCalls(job: string): Promise<number> {
  const counts = ["gen_ai_client_operation_duration_count", "gen_ai_client_inference_duration_count"];
  const [one = 0, other = 0] = await Promise.all(
    counts.map((metric) => total(metric, job, 'gen_ai_operation_name="chat"')),
  );
  return one + other;
}

function jobNamed(name: string): Playing["job"] {
  const found = playing.find(({ job }) => job.name === name);
  if (found === undefined) throw new Error(`No job ${name}`);
  return found.job;
}

function toPairs(alerts: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(alerts)
    .flatMap(([job, names]) => names.map((name) => `${job} ${name}`))
    .toSorted();
}
