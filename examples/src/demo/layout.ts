/** Puts two columns next to each other, section by section, or under each other where the terminal is too narrow. */
export function sideBySide(
  left: readonly (readonly string[])[],
  right: readonly (readonly string[])[],
  columns: number,
): readonly string[] {
  const [leftWidth, rightWidth] = [widthOf(left.flat()), widthOf(right.flat())];
  if (leftWidth + SEPARATOR.length + rightWidth > columns) return [...left.flat(), "", ...right.flat()];
  const sections = Array.from({ length: Math.max(left.length, right.length) }, (_, i) => [left[i], right[i]] as const);
  return sections.flatMap(([a = [], b = []]) =>
    Array.from({ length: Math.max(a.length, b.length) }, (_, i) =>
      `${(a[i] ?? "").padEnd(leftWidth)}${SEPARATOR}${b[i] ?? ""}`.trimEnd(),
    ),
  );
}

/** Aligns cells: the first of each row to the left, the others, all numbers, to the right. */
export function alignRows(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => widthOf(rows.map((row) => row[column] ?? "")));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join(" ")
      .trimEnd(),
  );
}

/** Cuts a text that is too long, and shows that it did. */
export function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

const SEPARATOR = " │ ";

function widthOf(lines: readonly string[]): number {
  return Math.max(0, ...lines.map((line) => line.length));
}
