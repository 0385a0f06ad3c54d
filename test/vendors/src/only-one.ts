/** The one of that name. Throws where there is none, or more than one. */
export function onlyOne<T extends { readonly name: string }>(what: string, name: string, all: readonly T[]): T {
  const [found, ...more] = all.filter((each) => each.name === name);
  if (found !== undefined && more.length === 0) return found;
  const others = all.map((each) => `"${each.name}"`).join(", ");
  throw new Error(
    `There are ${found ? more.length + 1 : 0} ${what}s called "${name}" among these: ${others || "none"}`,
  );
}
