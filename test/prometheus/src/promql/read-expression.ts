import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import type { Known } from "./known-metrics.ts";

export interface ReadExpression {
  /** The labels that a result may have. */
  readonly labels: ReadonlySet<string>;
  /** The metrics that are selected. */
  readonly metrics: ReadonlySet<string>;
  /** What is named and is not there, one line each. */
  readonly problems: readonly string[];
}

/** Reads PromQL by Prometheus's own grammar, and looks up every metric and label that it names. */
export function readExpression(text: string, known: Known): ReadExpression {
  const metrics = new Set<string>();
  const problems: string[] = [];
  const textOf = (node: SyntaxNode): string => text.slice(node.from, node.to);

  const ask = (label: SyntaxNode, labels: ReadonlySet<string>): void => {
    if (!labels.has(textOf(label))) problems.push(`no label ${textOf(label)} in ${textOf(parentOf(label))}`);
  };

  const readSelector = (node: SyntaxNode): ReadonlySet<string> => {
    const name = descendants(node, "Identifier")[0];
    const metric = name === undefined ? "" : textOf(name);
    metrics.add(metric);
    const labels = known(metric);
    if (labels === undefined) {
      problems.push(`no metric ${metric || textOf(node)}`);
      return new Set();
    }
    for (const label of descendants(node, "LabelName")) ask(label, labels);
    return labels;
  };

  const readAll = (node: SyntaxNode): ReadonlySet<string> =>
    new Set(childrenOf(node).flatMap((child) => [...read(child)]));

  const readAggregate = (node: SyntaxNode): ReadonlySet<string> => {
    const labels = readAll(node);
    const grouped = descendants(node.getChild("AggregateModifier"), "LabelName");
    for (const label of grouped) ask(label, labels);
    return new Set(grouped.map(textOf));
  };

  const readFunction = (node: SyntaxNode): ReadonlySet<string> => {
    const name = node.getChild("FunctionIdentifier");
    const labels = new Set(readAll(node));
    if (name !== null && textOf(name) === "histogram_quantile" && !labels.delete("le")) {
      problems.push(`no label le below ${textOf(node)}`);
    }
    const [destination] = node.getChild("FunctionCallBody")?.getChildren("StringLiteral") ?? [];
    if (name !== null && textOf(name) === "label_replace" && destination) labels.add(textOf(destination).slice(1, -1));
    return labels;
  };

  const readBinary = (node: SyntaxNode): ReadonlySet<string> => {
    const labels = readAll(node);
    for (const label of descendants(node.getChild("MatchingModifierClause"), "LabelName")) ask(label, labels);
    return labels;
  };

  const read = (node: SyntaxNode): ReadonlySet<string> => {
    if (node.type.isError) problems.push(`cannot be read at "${text.slice(node.from, node.from + 20)}"`);
    if (node.name === "VectorSelector") return readSelector(node);
    if (node.name === "AggregateExpr") return readAggregate(node);
    if (node.name === "FunctionCall") return readFunction(node);
    if (node.name === "BinaryExpr") return readBinary(node);
    return readAll(node);
  };

  return { labels: read(parser.parse(text).topNode), metrics, problems };
}

function parentOf(node: SyntaxNode): SyntaxNode {
  return node.parent?.parent ?? node;
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function descendants(node: SyntaxNode | null, name: string): readonly SyntaxNode[] {
  if (node === null) return [];
  return childrenOf(node).flatMap((child) => (child.name === name ? [child] : descendants(child, name)));
}
