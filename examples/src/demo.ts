// One support agent, played once with LangChain and once with the AI SDK: are their spans, metrics and costs the same?
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import type { Depth } from "./demo/compare.ts";
import { toCostLines } from "./demo/cost-lines.ts";
import { parseFlags } from "./demo/flags.ts";
import { sideBySide } from "./demo/layout.ts";
import { toMetricLines } from "./demo/metric-lines.ts";
import { type Observation, observe } from "./demo/observe.ts";
import { toReceivedLines } from "./demo/received-lines.ts";
import { toTreeLines } from "./demo/tree-lines.ts";
import { formatVerdict, toVerdict } from "./demo/verdict.ts";
import { conversations, type SupportAgentOptions } from "./support-agent/conversations.ts";
import { aiSdk, langChain } from "./support-agent/frameworks.ts";
import { startOpenAIServer } from "./support-agent/openai-server.ts";

const flags = parseFlags(process.argv.slice(2), process.env.OPENAI_API_KEY);
if ("problem" in flags) {
  console.error(flags.problem);
  process.exit(2);
}

context.setGlobalContextManager(new AsyncLocalStorageContextManager());

if (flags.service === "live") {
  const options = { baseURL: "https://api.openai.com/v1", apiKey: flags.apiKey };
  report(options, await play(options), "shape");
} else {
  const server = await startOpenAIServer();
  const options = { baseURL: server.baseURL, apiKey: "unused" };
  await play(options); // So that the times of the second performance are not about loading code.
  report(options, await play(options), "values");
  await server.close();
}

async function play(options: SupportAgentOptions): Promise<readonly [Observation, Observation]> {
  const left = await observe(langChain.name, (telemetry) => langChain.play(telemetry, options));
  const right = await observe(aiSdk.name, (telemetry) => aiSdk.play(telemetry, options));
  return [left, right];
}

function report(
  { baseURL }: SupportAgentOptions,
  [left, right]: readonly [Observation, Observation],
  depth: Depth,
): void {
  const columns = process.stdout.columns ?? 120;
  const verdict = toVerdict(left, right, depth);
  print(`One support agent, two frameworks, at ${baseURL}. It is asked:`);
  print(...conversations.map(({ question }, i) => `  ${i + 1}. ${question}`), "");
  print(...sideBySide(toTreeLines(left), toTreeLines(right), columns), "");
  print(...toMetricLines(left, right, columns), "");
  print(...toCostLines(left, right), "");
  for (const [i, received] of left.received.entries()) {
    const other = right.received[i] ?? { ...received, trees: [] };
    const lines = [toReceivedLines(left.framework, received), toReceivedLines(right.framework, other)] as const;
    print(...sideBySide(...lines, columns), "");
  }
  print(formatVerdict(verdict, depth));
  if (verdict.differences.length > 0) process.exitCode = 1;
}

function print(...lines: readonly string[]): void {
  console.log(lines.join("\n"));
}
