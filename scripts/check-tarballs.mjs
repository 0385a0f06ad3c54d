// Packs every public package and uses the tarballs as a user would: in an empty project, from JavaScript by `import`
// and by `require`, and from TypeScript. What the workspace links together by itself cannot hide a missing file,
// a wrong export or a type that only resolves here. Run by `pnpm check:tarballs`, after a build.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");

/** What the project has besides the tarballs, in the versions that the workspace is tested with. */
const COMPANIONS = {
  "@langchain/core": "1.4.0",
  "@opentelemetry/api": "1.10.0",
  // The AI SDK's declarations need it, and do not bring it.
  "@types/json-schema": "7.0.15",
  "@types/node": "24.19.2",
  ai: "7.0.173",
  typescript: "6.0.3",
};

/** The user stories of the README, as a strict compiler sees them. */
const CONSUMER = `
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { type LanguageModel, registerTelemetry, wrapLanguageModel } from "ai";
import { createTelemetry, memoryCollector, type OperationRecord, traced } from "@isospan/core";
import { isospanMiddleware, isospanTelemetry, registerIsospan } from "@isospan/ai-sdk";
import { createSender, exportCounts, type SendResult } from "@isospan/core/sender";
import { IsospanCallbackHandler } from "@isospan/langchain";
import { LangfuseTraceExporter } from "@isospan/langfuse";
import { type ExporterOption, startTelemetry } from "@isospan/node";
import type { Telemetry } from "@isospan/core";
import type { SpanExporter } from "@opentelemetry/sdk-trace";

export const telemetry = createTelemetry({ collector: memoryCollector() });
export const lengthOf: (text: string) => Promise<number> = traced("length", async (text: string) => text.length);

const callbacks = [new IsospanCallbackHandler({ telemetry })];
export const answer: Promise<unknown> = new FakeListChatModel({ responses: ["hello"] }).invoke("hello", { callbacks });

export function wrap(model: Parameters<typeof wrapLanguageModel>[0]["model"]): LanguageModel {
  return wrapLanguageModel({ model, middleware: isospanMiddleware({ telemetry }) });
}
registerTelemetry(isospanTelemetry({ telemetry }));
export const unregister: () => void = registerIsospan({ telemetry });

declare const exporter: SpanExporter;
export const langfuse = (): SpanExporter => new LangfuseTraceExporter({ environment: "staging", maxBatchItems: 100 });
const exporters: readonly ExporterOption[] = ["otlp", "console", exporter];
export const started = (): Telemetry => startTelemetry({ serviceName: "support-agent", exporters, content: { otlp: false } });
// @ts-expect-error Only known names.
export const unknown = (): Telemetry => startTelemetry({ exporters: ["jaeger"] });

const encode = (items: readonly Date[]) => ({ body: JSON.stringify(items), contentType: "application/json" });
const sender = createSender<Date>({ destination: "mine", url: "http://localhost", encode, sizeOf: () => 20 });
export const result: Promise<SendResult> = sender.send([new Date()]);
export const spans: number | undefined = exportCounts().mine?.spans;

// @ts-expect-error If the types were lost, everything would be any, and this would pass.
export const record: OperationRecord = { v: 2 };
`;

const folder = await mkdtemp(join(tmpdir(), "isospan-tarballs-"));
try {
  const packages = await publicPackages();
  /** @type {Record<string, string>} */
  const tarballs = {};
  for (const each of packages) tarballs[each.name] = `file:${await pack(each.directory)}`;
  const project = join(folder, "project");
  await install(project, tarballs);
  const doors = packages.flatMap((each) => Object.keys(each.exports).map((door) => each.name + door.slice(1)));
  await load(project, doors);
  await typeCheck(project);
  console.log(`OK: ${doors.join(", ")} can be imported, required and type-checked from their tarballs.`);
} catch (error) {
  console.error(`The packed packages do not work for a user: ${describe(error)}`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @returns {Promise<{ directory: string, name: string, exports: Record<string, unknown> }[]>} */
async function publicPackages() {
  const names = (await readdir(join(root, "packages"))).sort();
  const manifests = names.map(async (name) => {
    const directory = join(root, "packages", name);
    return { directory, ...JSON.parse(await readFile(join(directory, "package.json"), "utf8")) };
  });
  return (await Promise.all(manifests)).filter((manifest) => manifest.private !== true);
}

/** @param {string} directory */
async function pack(directory) {
  const { stdout } = await run("pnpm", ["pack", "--json", "--pack-destination", folder], { cwd: directory });
  const { filename, files } = JSON.parse(stdout);
  const paths = files.map((/** @type {{ path: string }} */ file) => file.path);
  for (const path of ["dist/index.js", "dist/index.d.ts", "LICENSE"]) {
    if (!paths.includes(path)) throw new Error(`${filename} has no ${path}; was \`pnpm build\` run?`);
  }
  return filename;
}

/**
 * @param {string} project
 * @param {Record<string, string>} tarballs
 */
async function install(project, tarballs) {
  await mkdir(project);
  const manifest = {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: { ...COMPANIONS, ...tarballs },
  };
  await writeFile(join(project, "package.json"), JSON.stringify(manifest));
  await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: project });
}

/**
 * @param {string} project
 * @param {readonly string[]} doors
 */
async function load(project, doors) {
  await writeFile(
    join(project, "import.mjs"),
    `for (const door of ${JSON.stringify(doors)}) {
      if (Object.keys(await import(door)).length === 0) throw new Error(door + " exports nothing");
    }`,
  );
  await writeFile(
    join(project, "require.cjs"),
    `for (const door of ${JSON.stringify(doors)}) {
      if (Object.keys(require(door)).length === 0) throw new Error(door + " exports nothing");
    }`,
  );
  await run("node", ["import.mjs"], { cwd: project });
  await run("node", ["require.cjs"], { cwd: project });
}

/** @param {string} project */
async function typeCheck(project) {
  await writeFile(join(project, "consumer.ts"), CONSUMER);
  // Declarations too, as they stand in the packages; and by the rules of Node and of bundlers.
  const flags = "--strict --noEmit --skipLibCheck false --target es2023 --types node".split(" ");
  for (const rules of ["--module nodenext", "--module esnext --moduleResolution bundler"]) {
    await run(join(project, "node_modules/.bin/tsc"), [...flags, ...rules.split(" "), "consumer.ts"], { cwd: project });
  }
}

/** @param {unknown} error */
function describe(error) {
  const { message, stdout, stderr } = /** @type {{ message?: string, stdout?: string, stderr?: string }} */ (error);
  return [message, stdout, stderr].filter(Boolean).join("\n");
}
