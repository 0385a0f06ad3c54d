import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Manifest, manifestViolations, reasonViolations } from "./manifest-rules.ts";
import { listPackages, root } from "./read-sources.ts";

describe("manifests of this repository", () => {
  it.each(listPackages())("packages/%s can be published", (folder) => {
    const files = readdirSync(join(root, "packages", folder));
    expect(manifestViolations(read(`packages/${folder}`), folder, files)).toEqual([]);
  });

  it("the root is private and gives a reason for each of its tools", () => {
    expect(read(".").private).toBe(true);
    expect(reasonViolations(read("."))).toEqual([]);
  });

  it.each(["test/replay", "test/vendors"])("%s gives a reason for each of its many clients", (folder) => {
    expect(reasonViolations(read(folder))).toEqual([]);
  });

  it.each(["bench", "examples", ...readdirSync(join(root, "test")).map((name) => `test/${name}`)])(
    "%s is never published",
    (folder) => {
      expect(read(folder).private).toBe(true);
      expect(read(folder).name).toMatch(/^@isospan-private\//);
    },
  );
});

describe("a manifest", () => {
  it("is right as a whole", () => {
    expect(manifestViolations(good(), "sample", ["README.md"])).toEqual([]);
  });

  it.each<[string, Partial<Manifest> | { [Field in keyof Manifest]: undefined }, string]>([
    ["another name", { name: "sample" }, 'name is "sample", not "@isospan/sample"'],
    ["private", { private: true }, "private is true, not undefined"],
    ["without a licence", { license: undefined }, 'license is undefined, not "Apache-2.0"'],
    ["CommonJS", { type: "commonjs" }, 'type is "commonjs", not "module"'],
    ["side effects", { sideEffects: true }, "sideEffects is true, not false"],
    [
      "another directory",
      { repository: { directory: "packages/other" } },
      'repository.directory is "packages/other", not "packages/sample"',
    ],
    ["an older Node", { engines: { node: ">=18" } }, 'engines.node is ">=18", not ">=22.15"'],
    [
      "a register that bundlers drop",
      { exports: { ...good().exports, "./register": { "@isospan/source": "a", types: "b", default: "c" } } },
      'sideEffects is false, not ["./dist/register.js","./src/register.ts"]',
    ],
    ["more files", { files: ["dist", "src"] }, 'files is ["dist","src"], not ["dist"]'],
    ["restricted", { publishConfig: {} }, 'publishConfig.access is undefined, not "public"'],
    ["no description", { description: "" }, "description is missing"],
    ["no exports", { exports: {} }, "exports has no entry for the package itself"],
    [
      "types after code",
      { exports: { ".": { "@isospan/source": "a", default: "b", types: "c" } } },
      'exports["."] must have @isospan/source, types, default, in this order',
    ],
    [
      "a door without types",
      { exports: { ...good().exports, "./door": "./dist/door.js" } },
      'exports["./door"] must have @isospan/source, types, default, in this order',
    ],
    ["an unexplained peer", { peerDependencies: { ai: ">=5" } }, "dependencyReasons does not say why ai is needed"],
    [
      "an empty reason",
      { dependencyReasons: { "@isospan/core": " " } },
      "dependencyReasons does not say why @isospan/core is needed",
    ],
    ["a reason left behind", { dependencies: {} }, "dependencyReasons explains @isospan/core, which is not declared"],
  ])("that is wrong is named: %s", (_what, change, message) => {
    expect(manifestViolations({ ...good(), ...change } as Manifest, "sample", ["README.md"])).toEqual([message]);
  });

  it("needs a README.md beside it", () => {
    expect(manifestViolations(good(), "sample", [])).toEqual(["README.md is missing"]);
  });
});

function good(): Manifest {
  return {
    name: "@isospan/sample",
    description: "A sample",
    license: "Apache-2.0",
    type: "module",
    sideEffects: false,
    repository: { directory: "packages/sample" },
    engines: { node: ">=22.15" },
    exports: {
      ".": { "@isospan/source": "./src/index.ts", types: "./dist/index.d.ts", default: "./dist/index.js" },
    },
    files: ["dist"],
    publishConfig: { access: "public" },
    dependencies: { "@isospan/core": "workspace:^" },
    dependencyReasons: { "@isospan/core": "makes the records" },
  };
}

function read(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
}
