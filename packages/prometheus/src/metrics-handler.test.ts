import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { openMetricsRegistry, setUp } from "../test/set-up.ts";
import { metricsHandler } from "./index.ts";

async function served<T>(registry: Registry, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(metricsHandler({ registry })).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

describe("a scrape", () => {
  it("through Node's http gets the registry's text and content type", async () => {
    const registry = new Registry();
    const { telemetry } = setUp({ registry });
    telemetry.recorder.start({ name: "execute_tool", tool: { name: "search" } }).end();
    await served(registry, async (url) => {
      const response = await fetch(url);
      expect(response.headers.get("content-type")).toBe(registry.contentType);
      expect(await response.text()).toContain('isospan_execute_tool_duration_count{gen_ai_tool_name="search"');
      const head = await fetch(url, { method: "HEAD" });
      expect([head.status, await head.text()]).toEqual([200, ""]);
      const post = await fetch(url, { method: "POST", body: "x" });
      expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    });
  });

  it("through a web Request gets a Response", async () => {
    const registry = openMetricsRegistry();
    const response = await metricsHandler({ registry })(new Request("http://localhost/metrics"));
    expect(response.headers.get("content-type")).toContain("application/openmetrics-text");
    expect(await response.text()).toBe("\n# EOF\n");
  });

  it("that fails says so, without what failed", async () => {
    const registry = {
      contentType: new Registry().contentType,
      metrics: () => Promise.reject(new TypeError("secret")),
    };
    const response = await metricsHandler({ registry })(new Request("http://localhost/metrics"));
    expect([response.status, await response.text()]).toEqual([500, "The metrics could not be collected: TypeError\n"]);
  });
});

it.each([
  [{ registry: {} }, /registry: got an object of another form\. Pass a Registry/],
  [{ path: "/metrics" }, /path: no such option/],
])("wrong options %o are refused", (options, message) => {
  expect(() => metricsHandler(options as never)).toThrow(message);
});
