import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Message, SemconvProfile } from "@isospan/core";
import { createSender } from "@isospan/core/sender";
import type { Playing } from "./demo-jobs.ts";
import { Job } from "./job.ts";

/** Own code that tells everything there is to tell, all of it good; what must not happen, it tells once. */
export function ownCode(name: string, semconv: SemconvProfile): Playing {
  const job = new Job(name, semconv);
  const { telemetry } = job;
  const agent = { name: "assistant" };
  let isFirst = true;
  const round = (): Promise<void> =>
    telemetry.run({ name: "invoke_agent", agent }, async () => {
      const model = isFirst ? "nobody-knows-it" : "gpt-5-mini";
      await telemetry.run({ name: "chat", provider: "openai", model }, (call) => {
        for (let i = 0; i < 3; i++) {
          job.pass(50);
          call.chunk();
        }
        const usage = { inputTokens: 2_000, cacheReadTokens: 1_500, outputTokens: 100, reasoningTokens: 60 };
        call.end({ usage, response: { model } });
      });
      await telemetry.run({ name: "execute_tool", tool: { name: "search" } }, (tool) => {
        job.pass(20);
        tool.end({ output: [toolResult(isFirst ? "Error: it is broken" : "found")] });
      });
      await telemetry.run({ name: "retrieval", retrieval: { dataSourceId: "handbook" } }, (retrieval) => {
        retrieval.end({ documents: [{ id: "1" }] });
      });
      tellWhatIsGood(job);
      if (isFirst) tellWhatIsBad(job);
      job.truth.runs += 1;
      job.truth.modelCalls += 1;
      isFirst = false;
    });
  return { job, round };
}

const toolResult = (response: string): Message => {
  return { role: "tool", parts: [{ type: "tool_call_response", response }] };
};

function tellWhatIsGood({ telemetry }: Job): void {
  telemetry.event({ type: "feedback", thumbs: "up" });
  telemetry.event({ type: "feedback", rating: 4 });
  telemetry.event({ type: "evaluation", name: "hallucination", value: false });
  telemetry.event({ type: "confirmation", outcome: "approved" });
  telemetry.event({ type: "guard_decision", guard: "budget", decision: "allowed" });
}

function tellWhatIsBad({ telemetry }: Job): void {
  telemetry.event({ type: "fallback", from: "gpt-5", to: "gpt-5-mini" });
  telemetry.event({ type: "limit_hit", limit: "max_steps" });
  telemetry.event({ type: "parse_failure", schema: "invoice" });
  telemetry.event({ type: "drop", destination: "archive", reason: "disk_full", count: 1 });
}

/** A destination of spans that is busy once, refuses once, and then takes all. */
export async function startDestination(): Promise<{ send(): Promise<void>; close(): Promise<void> }> {
  const statuses = [503, 400];
  const server = createServer((request, response) => {
    request.resume().once("end", () => response.writeHead(statuses.shift() ?? 200).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const sender = createSender<string>({
    destination: "archive",
    url: `http://127.0.0.1:${port}/`,
    encode: (items) => ({ body: items.join("\n"), contentType: "text/plain" }),
    sizeOf: (item) => item.length,
    retryDelayMs: 1,
  });
  return {
    send: async () => {
      await sender.send(["a span"]);
    },
    close: async () => {
      await sender.shutdown();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
