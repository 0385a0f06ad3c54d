import { expect, test } from "vitest";
import { parseFlags } from "./flags.ts";

test("without flags the demo stays on the loopback server, key or not", () => {
  expect(parseFlags([], "sk-1")).toEqual({ service: "loopback" });
});

test("--live takes the key from the environment", () => {
  expect(parseFlags(["--live"], "sk-1")).toEqual({ service: "live", apiKey: "sk-1" });
});

test("--live without a key says what to set", () => {
  expect(parseFlags(["--live"], undefined)).toEqual({ problem: expect.stringContaining("OPENAI_API_KEY") });
});

test("an unknown flag is named", () => {
  expect(parseFlags(["--", "--fast"], undefined)).toEqual({ problem: expect.stringContaining("--fast") });
});
