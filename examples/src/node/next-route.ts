// A route of Next.js: `after` flushes when the answer is out, before the function is frozen.
//
//   instrumentation.ts   export async function register() {
//                          if (process.env.NEXT_RUNTIME === "nodejs") await import("@isospan/node/register");
//                        }
//   app/api/chat/route.ts   what stands below, with `import { after } from "next/server"`
import assert from "node:assert/strict";
import { getTelemetry } from "@isospan/core";
import { telemetry } from "@isospan/node/register"; // Next.js does this in instrumentation.ts.

export async function POST(request: Request): Promise<Response> {
  const { question } = (await request.json()) as { question: string };
  after(() => getTelemetry().flush());
  const text = await getTelemetry().run(
    { name: "chat", provider: "openai", model: "gpt-4.1-mini" },
    async (operation) => {
      operation.end({ usage: { inputTokens: question.length, outputTokens: 4 } });
      return "It left on Monday.";
    },
  );
  return Response.json({ text });
}

// What Next.js does with a route, in short.
const tasks: (() => Promise<unknown>)[] = [];
function after(task: () => Promise<unknown>): void {
  tasks.push(task);
}

const response = await POST(
  new Request("http://localhost/api/chat", { method: "POST", body: '{"question":"Where?"}' }),
);
assert.deepEqual(await response.json(), { text: "It left on Monday." });
for (const task of tasks) await task();
assert.equal(tasks.length, 1);
await telemetry.shutdown();
