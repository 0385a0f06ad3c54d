import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly interval?: string; readonly rules: readonly Rule[] }[];
}

export const packageFolder: string = fileURLToPath(new URL("../../../../packages/prometheus", import.meta.url));
const folder = join(packageFolder, "rules");

export const rulePaths: readonly string[] = readdirSync(folder).map((name) => join(folder, name));

/** The rules as shipped. */
export const ruleFiles: readonly RuleFile[] = rulePaths.map((path) => parse(readFileSync(path, "utf8")));

export const rules: readonly Rule[] = ruleFiles.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
