import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@isospan-private/vendors";
import type { RuleFile } from "../rules/read-rules.ts";
import { eventually } from "./eventually.ts";

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface PrometheusServer {
  /** What Prometheus's HTTP API answers to an instant query. */
  query(expr: string): Promise<readonly Sample[]>;
  close(): Promise<void>;
}

export interface Scrape {
  readonly job: string;
  /** Host and port. */
  readonly target: string;
  readonly path: string;
}

const SCRAPE_INTERVAL = "500ms";

/** Starts a real Prometheus on the loopback interface, with a folder of its own that goes with it. */
export async function startPrometheus(
  scrapes: readonly Scrape[],
  ruleFiles: readonly RuleFile[],
): Promise<PrometheusServer> {
  const folder = mkdtempSync(join(tmpdir(), "isospan-prometheus-"));
  const rulePaths = ruleFiles.map((file, i) => {
    const path = join(folder, `rules-${i}.json`);
    writeFileSync(path, JSON.stringify(file));
    return path;
  });
  const config = {
    global: {
      scrape_interval: SCRAPE_INTERVAL,
      scrape_timeout: SCRAPE_INTERVAL,
      evaluation_interval: SCRAPE_INTERVAL,
    },
    rule_files: rulePaths,
    scrape_configs: scrapes.map(({ job, target, path }) => {
      return { job_name: job, metrics_path: path, static_configs: [{ targets: [target] }] };
    }),
  };
  writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(config));
  // It cannot say which port it took where it is told to take any.
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    "prometheus",
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=${address}`,
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log = (log + text).slice(-4_000);
  });
  const close = async (): Promise<void> => {
    await stop(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await eventually("Prometheus is ready", async () => {
      if (child.exitCode !== null) throw new Error(`Prometheus has exited:\n${log}`);
      return (await fetch(`http://${address}/-/ready`)).ok;
    });
  } catch (error) {
    await close();
    throw error;
  }
  return { query: (expr) => query(address, expr), close };
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data?: {
    readonly result: readonly { readonly metric: Sample["metric"]; readonly value: readonly [number, string] }[];
  };
}

async function query(address: string, expr: string): Promise<readonly Sample[]> {
  const response = await fetch(`http://${address}/api/v1/query`, {
    method: "POST",
    body: new URLSearchParams({ query: expr }),
  });
  const { status, error, data } = (await response.json()) as Answer;
  if (status !== "success" || data === undefined) throw new Error(`${expr}: ${error}`);
  return data.result.map(({ metric, value: [, value] }) => ({ metric, value: Number(value) }));
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}
