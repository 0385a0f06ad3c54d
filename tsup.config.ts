import { readFileSync } from "node:fs";
import { defineConfig } from "tsup";

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly "@isospan/source": string; readonly default: string }>>;
}

// A door of a package is one line of its manifest. tsup runs in the package's folder.
const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const doors = Object.values(exports).map((door) => [
  door.default.replace(/^\.\/dist\/|\.js$/g, ""),
  door["@isospan/source"],
]);

export default defineConfig({
  entry: Object.fromEntries(doors),
  format: ["esm"],
  target: "node22",
  platform: "node",
  dts: true,
  clean: true,
  sourcemap: true,
  treeshake: true,
  // Three strings of it are used; loading the whole package would cost every start 6 ms.
  noExternal: ["@opentelemetry/semantic-conventions"],
  // Deno and workerd know `node:async_hooks` only by its full name.
  removeNodeProtocol: false,
});
