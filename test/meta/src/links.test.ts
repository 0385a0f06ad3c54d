import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { listPackages, root } from "./read-sources.ts";

interface Link {
  readonly page: string;
  readonly target: string;
  readonly anchor: string | undefined;
}

const pages = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], { cwd: root })
  .toString()
  .split("\n")
  .filter((page) => page !== "" && existsSync(join(root, page)));

describe("links between pages", () => {
  it.each(pages)("%s links to what there is", (page) => {
    const broken = linksOf(page).filter(({ target, anchor }) => {
      const path = existsSync(join(root, target, "README.md")) ? join(target, "README.md") : target;
      return !existsSync(join(root, path)) || (anchor !== undefined && !anchorsOf(path).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it.each(listPackages())("what the README of %s links to in its package is published with it", (folder) => {
    const home = join("packages", folder);
    const { files } = JSON.parse(readFileSync(join(root, home, "package.json"), "utf8")) as { files: string[] };
    const published = ["README.md", ...files];
    const missing = pages
      .filter((page) => published.some((name) => isWithin(join(home, name), page)))
      .flatMap(linksOf)
      .filter(({ target }) => isWithin(home, target))
      .filter(({ target }) => !published.some((name) => isWithin(join(home, name), target)));
    expect(missing).toEqual([]);
  });
});

function linksOf(page: string): readonly Link[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = "", anchor] = link.split("#");
    return [{ page, target: path === "" ? page : join(dirname(page), path), anchor }];
  });
}

/** As GitHub names headings. */
function anchorsOf(page: string): readonly string[] {
  return [...proseOf(page).matchAll(/^#+ +(.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function proseOf(page: string): string {
  return readFileSync(join(root, page), "utf8").replace(/^```[\s\S]*?^```$/gm, "");
}

function isWithin(folder: string, path: string): boolean {
  return !relative(folder, path).startsWith("..");
}
