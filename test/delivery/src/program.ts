import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach } from "vitest";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

interface Program {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when it has written this; rejects where it ends without. */
  said(text: string): Promise<void>;
}

/** A program that runs until it ends by itself or by a signal, with the telemetry in `telemetry`. */
export function program(
  lines: string,
  variables: Record<string, string>,
  flags: readonly string[] = [],
  how = "startTelemetry()",
): Program {
  const started = how === "" ? "" : `import { startTelemetry } from "@isospan/node"; const telemetry = ${how};`;
  const code = `${started}
    import { getTelemetry } from "@isospan/core";
    import { exportCounts } from "@isospan/core/sender";
    const span = () => getTelemetry().recorder.start({ name: "task", label: "work" }).end();
    ${lines}`;
  const args = ["--conditions=@isospan/source", ...flags, "--input-type=module", "-e", code];
  const env = { PATH: process.env.PATH, ...variables };
  // Where `@isospan/node` is found.
  const cwd = fileURLToPath(new URL("../", import.meta.url));
  const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  let output = "";
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      output += data;
      for (const wake of waiting) wake();
    });
  }
  const ended = once(child, "close").then(([code, signal]): Ended => ({ code, signal, output }));
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (output.includes(text)) resolve();
      };
      waiting.add(check);
      void ended.then(() => reject(new Error(`ended without "${text}": ${output}`)));
      check();
    });
  return { child, ended, said };
}
