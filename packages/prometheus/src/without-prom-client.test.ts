import { expect, it, vi } from "vitest";

vi.mock("node:module", () => ({
  createRequire: () => () => {
    throw new Error("Cannot find module 'prom-client'");
  },
}));

it("without prom-client the package can be imported, and says what is missing when it is used", async () => {
  const { prometheusSink, metricsHandler } = await import("./index.ts");
  for (const use of [prometheusSink, metricsHandler]) {
    expect(() => use()).toThrow(
      expect.objectContaining({
        name: "ConfigurationError",
        message: "prom-client: it is not installed. Run npm install prom-client@15.",
      }),
    );
  }
});
