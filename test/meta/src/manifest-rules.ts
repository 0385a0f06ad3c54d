export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly license?: string;
  readonly type?: string;
  readonly sideEffects?: unknown;
  readonly repository?: { readonly directory?: string };
  readonly engines?: { readonly node?: string };
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly files?: readonly string[];
  readonly publishConfig?: { readonly access?: string };
  readonly dependencies?: Names;
  readonly devDependencies?: Names;
  readonly optionalDependencies?: Names;
  readonly peerDependencies?: Names;
  readonly peerDependenciesMeta?: Readonly<Record<string, unknown>>;
  /** Why each declared dependency is there. */
  readonly dependencyReasons?: Names;
}

type Names = Readonly<Record<string, string>>;

/** Conditions are tried in this order: sources for ourselves, types before code, ESM alone. */
const CONDITIONS = ["@isospan/source", "types", "default"];

/** What is wrong with the manifest of a published package, one line each. */
export function manifestViolations(manifest: Manifest, folder: string, files: readonly string[]): string[] {
  const expected: readonly [field: string, actual: unknown, expected: unknown][] = [
    ["name", manifest.name, `@isospan/${folder}`],
    ["private", manifest.private, undefined],
    ["license", manifest.license, "Apache-2.0"],
    ["type", manifest.type, "module"],
    ["sideEffects", manifest.sideEffects, sideEffects(manifest)],
    ["repository.directory", manifest.repository?.directory, `packages/${folder}`],
    ["engines.node", manifest.engines?.node, ">=22.15"],
    ["files", manifest.files, published(files)],
    ["publishConfig.access", manifest.publishConfig?.access, "public"],
  ];
  const found = expected
    .filter(([, actual, wanted]) => JSON.stringify(actual) !== JSON.stringify(wanted))
    .map(([field, actual, wanted]) => `${field} is ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`);
  if (!manifest.description) found.push("description is missing");
  if (!files.includes("README.md")) found.push("README.md is missing");
  return [...found, ...exportViolations(manifest.exports), ...reasonViolations(manifest)];
}

/** What is built, and what is read by others than Node: the README links to it. */
function published(files: readonly string[]): readonly string[] {
  return ["METRICS.md", "dashboards", "dist", "docs", "rules"].filter(
    (name) => name === "dist" || files.includes(name),
  );
}

/** Only a door that is opened for what it does must survive a bundler. */
function sideEffects({ exports }: Manifest): unknown {
  return exports?.["./register"] === undefined ? false : ["./dist/register.js", "./src/register.ts"];
}

/** A dependency without a reason, or a reason whose dependency is gone. */
export function reasonViolations(manifest: Manifest): string[] {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
  const declared = { ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies };
  const reasons = manifest.dependencyReasons ?? {};
  return [
    ...Object.keys(declared)
      .filter((name) => !reasons[name]?.trim())
      .map((name) => `dependencyReasons does not say why ${name} is needed`),
    ...Object.keys(reasons)
      .filter((name) => !(name in declared))
      .map((name) => `dependencyReasons explains ${name}, which is not declared`),
  ];
}

function exportViolations(exports: Manifest["exports"]): string[] {
  if (exports?.["."] === undefined) return ["exports has no entry for the package itself"];
  return Object.entries(exports)
    .filter(([, target]) => JSON.stringify(Object.keys(Object(target))) !== JSON.stringify(CONDITIONS))
    .map(([door]) => `exports["${door}"] must have ${CONDITIONS.join(", ")}, in this order`);
}
