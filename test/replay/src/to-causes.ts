import type { Difference } from "./compare-records.ts";
import type { Declared } from "./gaps/gap.ts";

/** Where frameworks differ: each declared cause on a line, with what it explains. */
export function toCauses(differences: readonly Difference[]): readonly string[] {
  const byCause = Map.groupBy(differences, ({ cause }) => cause);
  return [...byCause].flatMap(([cause, explained]) => (cause === undefined ? [] : [toLine(cause, explained)]));
}

/** Those without a declared cause, one by one. */
export function toUndeclared(differences: readonly Difference[]): readonly string[] {
  return differences
    .filter(({ cause }) => cause === undefined)
    .map(({ name, path, sides }) => {
      const said = sides.map(({ framework, client, value }) => `${value ?? "unknown"} by ${framework} ${client}`);
      return `${name}: ${path} is ${said.join(", ")}`;
    });
}

function toLine({ frameworks, client, form, reason }: Declared, explained: readonly Difference[]): string {
  const paths = [...new Set(explained.map(({ path }) => path))].join(", ");
  const recordings = new Set(explained.map(({ name }) => name)).size;
  const who = [frameworks.join("/"), client, form].filter((word) => word !== undefined).join(" ");
  return `${who}, ${paths} (${recordings}): ${reason}`;
}
