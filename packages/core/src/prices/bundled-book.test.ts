import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { BUNDLED_NAME } from "./price-book.ts";

it("the book that records name is the one that is installed, to the last digit", async () => {
  const path = createRequire(import.meta.url).resolve("@pydantic/genai-prices");
  const { name, version } = JSON.parse(await readFile(new URL("../package.json", `file://${path}`), "utf8"));
  expect(`${name.replace("@pydantic/", "")}@${version}`).toBe(BUNDLED_NAME);
  expect(manifest.dependencies["@pydantic/genai-prices"]).toBe(version);
});
