import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { langfuseServer, otlpCollector } from "@isospan-private/vendors";
import { expect, it } from "vitest";

const run = promisify(execFile);

/** The first block of code below that heading of the README. */
async function codeOf(heading: string): Promise<string> {
  const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
  const [, code] = /```ts\n(.*?)```/s.exec(readme.slice(readme.indexOf(`## ${heading}\n`))) ?? [];
  if (code === undefined) throw new Error(`no code below "${heading}"`);
  return code;
}

/** An application without another word about telemetry. */
const APPLICATION = `
  import { getTelemetry } from "@isospan/core";
  const input = [{ role: "user", parts: [{ type: "text", content: "canary" }] }];
  await getTelemetry().run({ name: "invoke_agent", agent: { name: "support" } }, () =>
    getTelemetry().run({ name: "chat", provider: "openai", model: "gpt-4.1-mini", input }, (operation) =>
      operation.end({ usage: { inputTokens: 1000, outputTokens: 100 } }),
    ),
  );`;

it("what the README says of two destinations works as it stands there", async () => {
  const otlp = await otlpCollector();
  const langfuse = await langfuseServer();
  try {
    const env = {
      PATH: process.env.PATH,
      OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
      LANGFUSE_BASE_URL: langfuse.url,
      LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
      LANGFUSE_SECRET_KEY: langfuse.secretKey,
    };
    const code = `${await codeOf("Where it goes")}${APPLICATION}`;
    const flags = ["--conditions=@isospan/source", "--input-type=module-typescript", "-e", code];
    // Where the packages are found.
    const cwd = fileURLToPath(new URL("../", import.meta.url));
    expect(await run(process.execPath, flags, { cwd, env })).toEqual({ stdout: "", stderr: "" });

    expect(otlp.spans.map(({ name }) => name).toSorted()).toEqual(["chat gpt-4.1-mini", "invoke_agent support"]);
    expect(otlp.spans.map(({ resource }) => resource["service.name"])).toEqual(["support-agent", "support-agent"]);
    const sent = otlp.points.filter(({ metric }) => metric === "isospan.export.spans");
    expect(sent.map(({ attributes }) => attributes["isospan.export.destination"]).toSorted()).toEqual([
      "langfuse",
      "otlp",
    ]);
    // 1000 and 100 tokens, at 0.40 and 1.60 USD a million.
    expect(langfuse.observation("chat gpt-4.1-mini")).toMatchObject({
      type: "GENERATION",
      usageDetails: { input: 1000, output: 100 },
      totalCost: 0.00056,
    });
    expect(JSON.stringify(langfuse.observation("chat gpt-4.1-mini").input)).toContain("canary");
    expect(otlp.requests.filter(({ body }) => body.includes("canary"))).toEqual([]);
  } finally {
    await Promise.all([otlp.close(), langfuse.close()]);
  }
});
