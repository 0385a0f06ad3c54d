import { Client } from "langsmith/client";
import { Client as OldestClient } from "langsmith-0.10/client";
import { expect, it } from "vitest";
import { NativeEncoder } from "./native-encoder.ts";
import type { Run } from "./run.ts";
import { toRunId } from "./run-id.ts";

const runs: readonly Run[] = ["1", "2"].map((digit) => {
  const id = toRunId("a".repeat(32), digit.repeat(16), Date.UTC(2026, 0, 1));
  return {
    ...{ id, trace_id: id, dotted_order: `20260101T000000000000Z${id}`, name: "a – b", run_type: "llm" },
    ...{ session_name: "p", start_time: "2026-01-01T00:00:00.000000Z", end_time: "2026-01-01T00:00:01.000000Z" },
    ...{ status: "error", error: "Übel", inputs: { messages: [{ role: "user", content: "hi\r\n😀" }] }, outputs: {} },
    events: [{ name: "new_token", time: "2026-01-01T00:00:00.500000Z" }],
    extra: { metadata: { ls_provider: "openai", usage_metadata: { input_tokens: 1 } } },
  };
});

/** What a client posts through its public door. */
async function posted(Version: typeof Client): Promise<string> {
  let body = "";
  const client = new Version({
    ...{ apiKey: "k", apiUrl: "http://nowhere.invalid", omitTracedRuntimeInfo: true },
    fetchImplementation: async (_: unknown, init?: RequestInit) => {
      body = withoutBoundary(new Uint8Array(await new Response(init?.body ?? null).arrayBuffer()));
      return new Response("{}", { status: 202 });
    },
  });
  await client.multipartIngestRuns({ runCreates: structuredClone(runs) as never });
  return body;
}

function withoutBoundary(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  return text.replaceAll(text.slice(0, text.indexOf("\r\n")), "--boundary");
}

it.each([
  ["newest", Client],
  ["oldest", OldestClient as unknown as typeof Client],
])("what is written is, byte for byte, what the %s client posts", async (_, Version) => {
  const { body, contentType } = await new NativeEncoder().encode(runs);
  const bytes = body as Uint8Array;
  expect(withoutBoundary(bytes)).toBe(await posted(Version));
  expect(new TextDecoder().decode(bytes.subarray(0, 200))).toContain(`--${contentType.split("boundary=")[1]}\r\n`);
});

it("batches that are written at once do not mix", async () => {
  const encoder = new NativeEncoder();
  const bodies = await Promise.all(runs.map(async (run) => (await encoder.encode([run])).body));
  for (const [i, body] of bodies.entries()) {
    const text = new TextDecoder().decode(body as Uint8Array);
    expect(runs.map(({ id }) => text.includes(id))).toEqual([i === 0, i === 1]);
  }
});
