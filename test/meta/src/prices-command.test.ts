import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SCRIPT = fileURLToPath(new URL("../../../scripts/prices.mjs", import.meta.url));

interface Said {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

function prices(...arguments_: readonly string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...arguments_], (failure, out, error) => {
      resolve({ code: typeof failure?.code === "number" ? failure.code : 0, out, error });
    });
  });
}

describe("pnpm prices", () => {
  it("prints price, source and how the model was recognised", async () => {
    const { code, out } = await prices("gpt-5-mini-2025-08-07", "openai");
    expect(code).toBe(0);
    expect(out).toContain("openai/gpt-5-mini, recognised as this very model (exact)");
    expect(out).toContain("from genai-prices@");
    expect(out).toContain("input 0.25, cache read 0.025, output 2");
    expect(out).toContain("USD per web_search: 0.01");
    expect(out).toContain("priority: input 0.45, cache read 0.045");
  });

  it("finds who has the model where no provider is named", async () => {
    const { out } = await prices("gpt-5.6");
    expect(out).toContain("openai/gpt-5.6-sol, recognised as another name of it (alias)");
    expect(out).toContain("since 2026-08-21");
    expect(out).toMatch(/above 271999 tokens of input: input 8/);
  });

  it("takes a provider as frameworks spell it", async () => {
    const { out } = await prices("us.anthropic.claude-opus-5", "amazon-bedrock");
    expect(out).toContain("aws/regional.anthropic.claude-opus-5");
  });

  it("says so and fails where nobody knows the model", async () => {
    const { code, out, error } = await prices("nobody-9");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(error).toMatch(/No price is known of nobody-9 by any provider.*\n.*overrides/);
  });

  it.each([[[]], [["--help"]], [["a", "b", "c"]]])("says how it is used, given %j", async (given) => {
    const { code, error } = await prices(...given);
    expect(code).toBe(1);
    expect(error).toContain("Usage: pnpm prices <model> [provider]");
  });
});
