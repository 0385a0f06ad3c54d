import type { SourceFile } from "./read-sources.ts";

/** Most lines in one file. */
const FILE_BUDGET = 300;
/** A framework adapter only translates. */
const ADAPTER_BUDGET = 400;
/** Where a package has more room than an adapter. A raised number needs a line of justification here. */
const PACKAGE_BUDGETS: Readonly<Record<string, number>> = {
  core: 2_500,
};

/** What is over budget, one line each. */
export function lineViolations(files: readonly SourceFile[]): string[] {
  const found: string[] = [];
  const totals = new Map<string, number>();
  for (const file of files) {
    const lines = countLines(file.text);
    totals.set(file.package, (totals.get(file.package) ?? 0) + lines);
    if (lines > FILE_BUDGET) {
      found.push(`packages/${file.package}/src/${file.path} has ${lines} lines; ${FILE_BUDGET} is the most`);
    }
  }
  for (const [name, lines] of totals) {
    const budget = PACKAGE_BUDGETS[name] ?? ADAPTER_BUDGET;
    if (lines >= budget) found.push(`packages/${name}/src has ${lines} lines; it must stay below ${budget}`);
  }
  return found;
}

/** Every line counts, comments and empty ones too, as an editor numbers them. */
function countLines(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}
