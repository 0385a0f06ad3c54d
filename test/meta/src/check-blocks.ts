import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { root } from "./read-sources.ts";

export interface Block {
  readonly page: string;
  readonly line: number;
  readonly code: string;
}

/** Names that a page leaves to its reader, and what follows from their having no type. */
const LEFT_TO_THE_READER = new Set([
  2304, // Cannot find name
  2552, // Cannot find name; did you mean another
  18004, // No value exists in scope for the shorthand property
  7006, // Parameter implicitly has an any type
  7031, // Binding element implicitly has an any type
]);
const UNUSED = new Set([6133, 6192, 6196, 6198]);

/** What stands for itself on a page that has introduced it further up. */
const INTRODUCED = `import * as core from "@isospan/core";
import * as langchain from "@isospan/langchain";
import * as prometheus from "@isospan/prometheus";
import type { Telemetry } from "@isospan/core";
declare global {
  var telemetry: Telemetry;
  var isospan: langchain.IsospanCallbackHandler;
  var createTelemetry: typeof core.createTelemetry;
  var setTelemetry: typeof core.setTelemetry;
  var prometheusSink: typeof prometheus.prometheusSink;
  var metricsHandler: typeof prometheus.metricsHandler;
}
`;

/** Where pages' imports are looked for: in the page's own package, then where examples and tests have them. */
const HOMES = ["examples", "test/langchain", "test/prometheus", "test/ai-sdk"];

/** The TypeScript of a page. */
export function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(({ 1: code = "", index }) => {
    return { page, line: text.slice(0, index).split("\n").length + 1, code };
  });
}

/** What the compiler says of each block, by its line on its page. */
export function checkBlocks(blocks: readonly Block[]): readonly string[] {
  const files = new Map(blocks.map((block, i) => [join(root, dirname(block.page), `block-${i}.mts`), block]));
  const introduced = join(root, "examples", "introduced.mts");
  const texts = new Map([...files].map(([file, { code }]) => [file, `${code}\nexport {};\n`]));
  texts.set(introduced, INTRODUCED);
  const options = optionsOf();
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.getSourceFile = (file, ...rest) => {
    const text = texts.get(file);
    return text === undefined ? getSourceFile(file, ...rest) : ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  };
  host.resolveModuleNameLiterals = (literals, from, redirected, given) =>
    literals.map(({ text }) => {
      const homes = texts.has(from) ? [from, ...HOMES.map((home) => join(root, home, "block.mts"))] : [from];
      const found = homes.map((home) => {
        return ts.resolveModuleName(text, home, given, host, undefined, redirected, ts.ModuleKind.ESNext);
      });
      return found.find(({ resolvedModule }) => resolvedModule !== undefined) ?? { resolvedModule: undefined };
    });
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .filter(({ code }) => !LEFT_TO_THE_READER.has(code) && !UNUSED.has(code))
      .map(({ file: at, start = 0, messageText }) => {
        const { page, line } = files.get(file) ?? { page: "what blocks take for introduced", line: 1 };
        const below = at?.getLineAndCharacterOfPosition(start).line ?? 0;
        return `${page}:${line + below} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
      });
  });
}

function optionsOf(): ts.CompilerOptions {
  const path = join(root, "tsconfig.base.json");
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, root);
  // Annotations for a build of declarations are no part of an example.
  return { ...options, isolatedDeclarations: false, declaration: false, lib: ["lib.es2024.d.ts", "lib.dom.d.ts"] };
}
