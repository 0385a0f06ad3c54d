import { type Facts, toFacts, toFields } from "./facts.ts";
import type { Received, Shown } from "./products.ts";

export const RECEIVED = "received by ";

/**
 * Everything that each product shows. Where it stands is in the subject: it is a path. Products keep whole milliseconds,
 * in which a tool may begin and end and the next call begin: the order of siblings is the spans' to tell.
 */
export function toReceivedFacts(all: readonly Received[]): Facts {
  return toFacts(
    all.flatMap(({ product, trees }) =>
      trees.flatMap((tree, i) => walk(tree, `${RECEIVED}${product}: trace ${i + 1}`)),
    ),
  );
}

function walk(shown: Shown, above: string): readonly (readonly [string, ReturnType<typeof toFields>])[] {
  const { type, name, children, fields } = shown;
  const place = `${above} > ${type} ${name}`;
  const own = toFields([...Object.entries(fields), ["children", children.map((child) => child.name).toSorted()]]);
  return [[place, own], ...children.flatMap((child) => walk(child, place))];
}
