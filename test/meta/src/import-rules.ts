import { posix } from "node:path";
import { type ImportReference, parseSource } from "./parse-source.ts";
import type { SourceFile } from "./read-sources.ts";

/** An import that a package may make. What is not allowed is forbidden; relative files are always allowed. */
interface Allowance {
  readonly from: string;
  /** @default every kind */
  readonly kinds?: readonly ImportReference["kind"][];
  /** Whether `from/…` is meant too. @default false */
  readonly subpaths?: true;
  /** Most files of the package that may do it. @default no limit */
  readonly maxFiles?: number;
}

/** By folder under `packages/`. A new package needs a row. */
const IMPORT_RULES: Readonly<Record<string, readonly Allowance[]>> = {
  core: [
    { from: "@opentelemetry/api" },
    // Without subpaths: `/incubating` changes in minor versions.
    { from: "@opentelemetry/semantic-conventions" },
    // The book costs some 30 ms to load, so never with the file.
    { from: "@pydantic/genai-prices", kinds: ["dynamic", "type"] },
    { from: "node:async_hooks", maxFiles: 1 },
  ],
  // The SDK's parts that it composes, and Node's own for contexts. Exporters of vendors are the application's to pass.
  node: [
    { from: "@isospan/core", subpaths: true },
    { from: "@opentelemetry/api" },
    { from: "@opentelemetry/context-async-hooks", maxFiles: 1 },
    { from: "@opentelemetry/core" },
    { from: "@opentelemetry/propagator-b3", maxFiles: 1 },
    { from: "@opentelemetry/resources", maxFiles: 1 },
    { from: "@opentelemetry/sdk-logs" },
    { from: "@opentelemetry/sdk-metrics" },
    { from: "@opentelemetry/sdk-trace" },
    { from: "@opentelemetry/otlp-exporter-base", subpaths: true },
    { from: "@opentelemetry/otlp-transformer" },
    { from: "@opentelemetry/exporter-logs-otlp-http", maxFiles: 1 },
    { from: "@opentelemetry/exporter-logs-otlp-proto", maxFiles: 1 },
    { from: "@opentelemetry/exporter-metrics-otlp-http", maxFiles: 1 },
    { from: "@opentelemetry/exporter-metrics-otlp-proto", maxFiles: 1 },
    { from: "@opentelemetry/exporter-trace-otlp-http", maxFiles: 1 },
    { from: "@opentelemetry/exporter-trace-otlp-proto", maxFiles: 1 },
    // Optional: the application has them, or has not.
    { from: "@opentelemetry/exporter-logs-otlp-grpc", kinds: ["type"] },
    { from: "@opentelemetry/exporter-metrics-otlp-grpc", kinds: ["type"] },
    { from: "@opentelemetry/exporter-prometheus", kinds: ["type"] },
    { from: "@opentelemetry/exporter-trace-otlp-grpc", kinds: ["type"] },
    { from: "node:module", maxFiles: 1 },
    { from: "node:async_hooks", maxFiles: 1 },
  ],
  langchain: [{ from: "@isospan/core" }, { from: "@langchain/core", kinds: ["type"], subpaths: true }],
  // Nothing of `ai`, its types included: they differ between the majors that one build serves.
  "ai-sdk": [{ from: "@isospan/core" }],
  // No SDK at all, not even its types: spans are read as both of its lines have them.
  prometheus: [
    { from: "@isospan/core", subpaths: true },
    { from: "prom-client", kinds: ["type"] },
    // To load prom-client when it is used: one who does not use it need not have it.
    { from: "node:module", maxFiles: 1 },
  ],
  langfuse: [
    { from: "@isospan/core", subpaths: true },
    { from: "@opentelemetry/api", kinds: ["type"] },
  ],
  langsmith: [
    { from: "@isospan/core", subpaths: true },
    // The client costs some 60 ms to load, so never with the file.
    { from: "langsmith/client", kinds: ["dynamic", "type"], maxFiles: 1 },
  ],
};

type Rules = Readonly<Record<string, readonly Allowance[]>>;

/** What breaks the rules, one line each. */
export function importViolations(files: readonly SourceFile[], rules: Rules = IMPORT_RULES): string[] {
  const found: string[] = [];
  const users = new Map<Allowance, Set<SourceFile>>();
  for (const file of files) {
    const allowances = rules[file.package];
    if (allowances === undefined) {
      found.push(`packages/${file.package} has no row in IMPORT_RULES`);
      continue;
    }
    for (const reference of parseSource(file.text).imports) {
      const where = `packages/${file.package}/src/${file.path}:${reference.line}`;
      if (isOwnFile(file, reference.specifier)) continue;
      const allowance = allowances.find((each) => covers(each, reference));
      if (allowance === undefined) {
        found.push(`${where} has a ${reference.kind} import of ${reference.specifier ?? "a computed name"}`);
        continue;
      }
      const already = users.get(allowance) ?? new Set();
      users.set(allowance, already.add(file));
      if (already.size > (allowance.maxFiles ?? Number.POSITIVE_INFINITY)) {
        found.push(`${where} is one file too many with an import of ${allowance.from}`);
      }
    }
  }
  return [...new Set(found)];
}

function covers({ from, kinds, subpaths }: Allowance, { specifier, kind }: ImportReference): boolean {
  if (specifier === undefined) return false;
  const named = specifier === from || (subpaths === true && specifier.startsWith(`${from}/`));
  return named && (kinds === undefined || kinds.includes(kind));
}

/** Relative, and still within the package's `src/`. */
function isOwnFile(file: SourceFile, specifier: string | undefined): boolean {
  if (specifier === undefined || !/^\.\.?\//.test(specifier)) return false;
  return !posix.join(posix.dirname(file.path), specifier).startsWith("..");
}
