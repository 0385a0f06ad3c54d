import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts"],
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
