import ts from "typescript";
import type { SourceFile } from "./read-sources.ts";

/** Most lines in one file, as an editor numbers them. */
const FILE_BUDGET = 300;
/** Most lines of code. A framework adapter only translates. */
const ADAPTER_BUDGET = 400;
/** Where a package has more room than an adapter. A raised number needs a line of justification here. */
const PACKAGE_BUDGETS: Readonly<Record<string, number>> = {
  // The contract has grown by the user's context, tool definitions and silent failures; what repeats is copied once.
  // withContext, the ledger of costs with its horizons and its bounds, totals of runs.
  // The sender of all exporters is 640 of it: each answer of a destination has its own consequence, and what is yet to be
  // converted is bounded and accounted for like the rest.
  // Prices: who asks what for which model, when and in which tier; 250 of it are tables with sources.
  // Feedback and events are 480: a closed union of eight, each field of it checked, and what became of it told.
  // The metrics: a table of instruments with closed lists of labels, and what of a record each of them measures.
  // Ends that wait for an error, and errors that are told twice: one parse failure each, also of many at once.
  // How options are checked, for every package: a misspelt one is told.
  // Facts, usage and records field by field in the code: engines read a name in a list by a slower way.
  // What an agent sends anew with every turn is compared with the copy of it, which is much less than another copy.
  // What a run tells against what was told within it: a failure beside what waits, a time limit told of as an abort.
  // Errors that quote content.
  // A call inside a call is the same one also by what a router makes of its models' errors.
  // Steps without a span, which say for whom they are and what they keep back.
  // Lists of tools are known by their JSON.
  // What of a price is undefined stays as it was.
  core: 7_330,
  // Every kind of run, the facts of nine provider packages, and the two wrappers of what has no callbacks.
  // A parser's failure, which chains try again after and nobody else tells of.
  // Counts that leave out a cache, by version; requests in each package's own words; what is wrapped twice.
  // Runs that wait, told by LangGraph where no error says so, and agents that only their first node shows.
  langchain: 1_140,
  // Every kind of model, three specifications, the facts of ten provider packages, and one record where several tell.
  // The form of an answer, which the SDK reads after it has told of a success.
  // Objects that cannot be read, by the events of 7 and the spans of 5 and 6.
  // What 7 hides where content is kept back, errors and calls of tools among it, is taken from what is seen instead.
  // Version 7 for calls that were told of by what version 6 takes.
  // Tools that run at once under one id.
  // Two of our integrations around one call.
  // Calls that are only told of: in which of them a wrapped model is called, and which of many at once has failed.
  // Streams that are asked for again, that break off, or whose failure is told as a success; files that tools show.
  // Tokens of transcriptions, which each provider words in its own way.
  "ai-sdk": 1_610,
  // Half of it is the mapping, a third OTLP's JSON and the options; the rest turns feedback into scores.
  langfuse: 800,
  // No adapter: a queue that accounts for what it drops, OTLP on core's sender, what happens when a process ends.
  // 250 of it read the standard variables, which the SDK's packages leave to whoever puts them together, and tell what
  // stands there in vain.
  node: 675,
  // Every field of a run, the place of spans of others, two wire formats, options. Feedback is 160 of it.
  langsmith: 1_060,
};

/** What is over budget, one line each. */
export function lineViolations(files: readonly SourceFile[]): string[] {
  const found: string[] = [];
  const totals = new Map<string, number>();
  for (const file of files) {
    const lines = countLines(file.text);
    totals.set(file.package, (totals.get(file.package) ?? 0) + countCode(file.text));
    if (lines > FILE_BUDGET) {
      found.push(`packages/${file.package}/src/${file.path} has ${lines} lines; ${FILE_BUDGET} is the most`);
    }
  }
  for (const [name, lines] of totals) {
    const budget = PACKAGE_BUDGETS[name] ?? ADAPTER_BUDGET;
    if (lines >= budget) found.push(`packages/${name}/src has ${lines} lines of code; it must stay below ${budget}`);
  }
  return found;
}

function countLines(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

/** Lines that hold code: what is explained, left empty or imported makes nothing harder to follow. */
function countCode(text: string): number {
  const source = ts.createSourceFile("file.ts", text, ts.ScriptTarget.Latest, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isJSDoc(node)) return;
    if (node.getChildCount(source) > 0) {
      for (const child of node.getChildren(source)) visit(child);
      return;
    }
    if (node.kind === ts.SyntaxKind.EndOfFileToken || node.getWidth(source) === 0) return;
    const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
    const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
    for (let line = first; line <= last; line++) lines.add(line);
  };
  visit(source);
  return lines.size;
}
