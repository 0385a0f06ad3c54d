import { defineConfig, type ViteUserConfig } from "vitest/config";

// The sources of our packages instead of their builds, and for the rest what Node itself would load: with Vite's own
// conditions a test and a package outside it could each get a different copy of a dependency.
const conditions = ["@isospan/source", "node"];

/**
 * What replaces a module: whoever has loaded it before, or after, would get the other one. All other files of the packages
 * share what is loaded, since to load our sources and OpenTelemetry for each took longer than the tests.
 */
const ALONE = [
  "packages/core/src/prices-unavailable.test.ts",
  "packages/langsmith/src/oldest-client.test.ts",
  "packages/prometheus/src/without-prom-client.test.ts",
];

/** Where the counts go as JSON, for `.ci/run`. */
const report = process.env.ISOSPAN_TEST_REPORT;

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Far more than any test takes on a machine of its own: how busy a machine is says nothing about the code.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
    projects: [
      project("packages", "packages/*/src/**/*.test.ts", { isolate: false, exclude: ALONE }),
      project("packages-alone", ALONE),
      project("conformance", "test/conformance*/src/**/*.test.ts"),
      // To load a framework takes longer than to test it: these share what is loaded. The conformance suite does not, since
      // it plays three lines of LangChain, which find each other by symbols of the whole process.
      project("replay", "test/replay/src/**/*.test.ts", { isolate: false }),
      project("langchain", "test/langchain/src/*.test.ts", { isolate: false }),
      project("ai-sdk", "test/ai-sdk/src/*.test.ts", { isolate: false }),
      // What tens of thousands of runs leave behind: `pnpm test:memory`, and in `pnpm check`.
      project("memory", "test/{langchain,ai-sdk}/src/memory/*.test.ts"),
      project("vendors", "test/vendors/src/**/*.test.ts"),
      project("delivery", "test/delivery/src/*.test.ts"),
      // Ten thousand spans for each thing that can go wrong: `pnpm test:faults`, and in `pnpm check`.
      project("faults", "test/{delivery,langfuse}/src/faults/*.test.ts"),
      project("langfuse", "test/langfuse/src/*.test.ts"),
      project("export", "test/export/src/**/*.test.ts"),
      project("prometheus", "test/prometheus/src/*.test.ts"),
      // A real Prometheus scrapes the demo, and judges seven days: `pnpm test:prometheus-live`, and in `pnpm check`.
      project("prometheus-live", "test/prometheus/src/live/*.test.ts"),
      project("meta", "test/meta/src/**/*.test.ts"),
      project("examples", "examples/src/**/*.test.ts"),
    ],
  },
});

export default config;

interface Options {
  readonly isolate?: boolean;
  readonly exclude?: string[];
}

interface Project {
  readonly extends: true;
  readonly test: Options & { readonly name: string; readonly include: string[] };
}

function project(name: string, files: string | readonly string[], options: Options = {}): Project {
  return { extends: true, test: { name, include: [files].flat(), ...options } };
}
