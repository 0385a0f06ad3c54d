import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The workspace's root folder. */
export const root: string = join(import.meta.dirname, "../../..");

export interface SourceFile {
  /** The folder under `packages/`. */
  readonly package: string;
  /** From the package's `src/`, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Folder names under `packages/`. */
export function listPackages(): string[] {
  return readdirSync(join(root, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** What is published of every package's source: all but the tests. */
export function readSources(): SourceFile[] {
  return listPackages().flatMap((name) => {
    const folder = join(root, "packages", name, "src");
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((path) => path.replaceAll("\\", "/"))
      .filter((path) => /\.[cm]?[jt]sx?$/.test(path) && !/\.test\.[cm]?[jt]sx?$/.test(path))
      .sort()
      .map((path) => ({ package: name, path, text: readFileSync(join(folder, path), "utf8") }));
  });
}
