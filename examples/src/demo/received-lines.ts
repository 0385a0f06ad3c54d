import { alignRows } from "./layout.ts";
import type { Received, Shown } from "./products.ts";

/** What one product received, as trees: a section for the heading and one per trace. */
export function toReceivedLines(framework: string, { product, trees }: Received): readonly (readonly string[])[] {
  const sections: readonly (readonly (readonly string[])[])[] = [
    [[`${product} received from ${framework}`, "in(cached)→out", "USD"]],
    ...trees.map((tree) => toRows(tree, "", "", "")),
  ];
  const lines = alignRows(sections.flat());
  let next = 0;
  return sections.map((rows) => {
    next += rows.length;
    return lines.slice(next - rows.length, next);
  });
}

function toRows(shown: Shown, lead: string, branch: string, below: string): readonly (readonly string[])[] {
  const { type, name, tokens, usd, failed, children } = shown;
  const row = [`${lead}${branch}${type} ${name}${failed ? " ✗" : ""}`, toText(tokens), usd?.toFixed(6) ?? ""];
  const last = children.length - 1;
  const under = children.flatMap((child, i) =>
    i === last ? toRows(child, lead + below, "└─ ", "   ") : toRows(child, lead + below, "├─ ", "│  "),
  );
  return [row, ...under];
}

function toText(tokens: Shown["tokens"]): string {
  if (tokens === undefined) return "";
  const [fresh, cached, answered] = tokens;
  return `${fresh + cached}${cached > 0 ? `(${cached})` : ""}→${answered}`;
}
