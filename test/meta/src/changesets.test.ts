import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./read-sources.ts";

const folder = join(root, ".changeset");
const changesets = readdirSync(folder).filter((name) => name.endsWith(".md") && name !== "README.md");

describe("changesets", () => {
  it.each(changesets)("%s names packages, how much they change, and what a user notices", (name) => {
    const text = readFileSync(join(folder, name), "utf8");
    expect(text).toMatch(/^---\n("@isospan\/[a-z-]+": (patch|minor|major)\n)+---\n\n\S/);
  });
});
