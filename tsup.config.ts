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
  // Deno and workerd know `node:async_hooks` only by its full name.
  removeNodeProtocol: false,
});
