import type { Row } from "./compare.ts";
import { type Fact, FIELDS, type Field } from "./facts.ts";
import { isRight, type Replay, type Replayed } from "./replay-folder.ts";
import { toCauses, toUndeclared } from "./to-causes.ts";

const HEADS: Readonly<Record<Field, string>> = {
  provider: "provider",
  inputTokens: "input",
  cacheReadTokens: "read",
  cacheWriteTokens: "write",
  cacheWrite1hTokens: "write1h",
  outputTokens: "output",
  reasoningTokens: "reason",
  audioInputTokens: "audioIn",
  audioOutputTokens: "audioOut",
  webSearches: "searches",
  responseId: "id",
  responseModel: "model",
  finishReasons: "finish",
  serviceTier: "tier",
  billedNanoUsd: "billed",
  costNanoUsd: "cost",
  error: "error",
};
const MAX_CELL = 30;

/** Every recording on a line, what differs as expected/actual; below it differences in full, gaps, what was left out. */
export function toTable(replay: Replay): string {
  const { replayed, notReplayed, differences } = replay;
  const lines = [
    ["recording", "client", "form", ...FIELDS.map((field) => HEADS[field])],
    ...replayed.map((each) => [
      each.name,
      `${each.framework} ${each.client}`,
      each.form,
      ...FIELDS.map((field) => toCell(each.rows.find((row) => row.field === field))),
    ]),
  ];
  const wrong = replayed.filter((each) => !isRight(each));
  const gaps = [...new Set(replayed.flatMap(({ rows }) => rows.flatMap(({ gap }) => gap ?? [])))];
  return [
    ...align(lines),
    ...section("Differences, expected and actual:", wrong.flatMap(toDifferences)),
    ...section("Frameworks differ, for no declared reason:", toUndeclared(differences)),
    ...section("Frameworks differ, in so many recordings, because:", toCauses(differences)),
    ...section(
      "Gaps:",
      gaps.map(
        ({ frameworks, client, form, fields, reason }) =>
          `${frameworks.join("/")} ${client ?? "*"}${form ? ` ${form}` : ""}, ${fields.join(", ")}: ${reason}`,
      ),
    ),
    ...section(
      "Not replayed:",
      notReplayed.map(({ name, framework, reason }) => `${name}${framework ? ` by ${framework}` : ""}: ${reason}`),
    ),
    "",
    `${replayed.length} replayed, ${replayed.length - wrong.length} right, ${wrong.length} wrong; ${notReplayed.length} not replayed.`,
  ].join("\n");
}

function toCell(row: Row | undefined): string {
  if (row === undefined) return "";
  const { verdict, expected, actual } = row;
  // An unknown may be right too, and says nothing.
  if (row.field === "costNanoUsd" && verdict !== "different") return toUsd(actual);
  if (verdict === "ok") return expected === undefined || actual === undefined ? "-" : "ok";
  if (verdict === "gap") return "gap";
  const cell = `${expected ?? "-"}/${actual ?? "-"}`;
  return cell.length > MAX_CELL ? "see below" : cell;
}

function toUsd(nanoUsd: Fact): string {
  return typeof nanoUsd === "number" ? `$${(nanoUsd / 1e9).toFixed(9)}` : "-";
}

function toDifferences({ name, framework, client, rows, problem }: Replayed): readonly string[] {
  const who = `${name} by ${framework} ${client}`;
  const differences = rows
    .filter(({ verdict }) => verdict === "different" || verdict === "closed")
    .map(({ field, expected, actual, verdict }) =>
      verdict === "closed"
        ? `${who}: ${field} is right, so its gap is none any more`
        : `${who}: ${field} ${expected ?? "unknown"} / ${actual ?? "unknown"}`,
    );
  return problem === undefined ? differences : [`${who}: ${problem}`, ...differences];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}

function align(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
