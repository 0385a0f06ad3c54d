import { type ParsedSource, parseSource } from "./parse-source.ts";
import type { SourceFile } from "./read-sources.ts";

/** Something that may stand in certain files only. */
interface TextRule {
  readonly what: string;
  readonly find: (source: ParsedSource) => readonly { readonly line: number; readonly text: string }[];
  readonly allowed: (file: SourceFile) => boolean;
}

const CONSOLE_FILES = ["console-tree.ts", "stdout-collector.ts"].map((name) => `collectors/${name}`);
const ENVIRONMENT_PACKAGES = ["node", "langfuse", "langsmith"];

const TEXT_RULES: readonly TextRule[] = [
  {
    what: "a name of the GenAI conventions outside core's convention table",
    // A `gen_ai` alone only waits for its dot.
    find: matching(/^gen_ai(\.|$)/),
    allowed: (file) => file.package === "core" && /^semconv[^/]*\.ts$/.test(file.path),
  },
  {
    what: "a name of Langfuse's outside its package",
    find: matching(/^langfuse\./),
    allowed: (file) => file.package === "langfuse",
  },
  {
    what: "a name of LangSmith's outside its package",
    find: matching(/^langsmith\./),
    allowed: (file) => file.package === "langsmith",
  },
  {
    what: "a use of the console: report through diagnostics",
    find: (source) => source.globals.filter(({ text }) => text === "console"),
    allowed: (file) => file.package === "core" && CONSOLE_FILES.includes(file.path),
  },
  {
    what: "a reading of the environment: only a vendor exporter and @isospan/node may",
    find: (source) => source.globals.filter(({ text }) => text === "process.env"),
    allowed: (file) => ENVIRONMENT_PACKAGES.includes(file.package),
  },
];

/** What breaks the rules, one line each. */
export function textViolations(files: readonly SourceFile[], rules: readonly TextRule[] = TEXT_RULES): string[] {
  return files.flatMap((file) => {
    const source = parseSource(file.text);
    return rules
      .filter((rule) => !rule.allowed(file))
      .flatMap((rule) =>
        rule
          .find(source)
          .map(({ line, text }) => `packages/${file.package}/src/${file.path}:${line} ${text}: ${rule.what}`),
      );
  });
}

function matching(pattern: RegExp): TextRule["find"] {
  return ({ strings }) => strings.filter(({ text }) => pattern.test(text));
}
