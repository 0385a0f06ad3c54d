import { registerIsospan } from "@isospan/ai-sdk";
import { createTelemetry, type Telemetry } from "@isospan/core";
import { IsospanCallbackHandler } from "@isospan/langchain";
import { LangfuseTraceExporter } from "@isospan/langfuse";
import { runSupportAgent as runAiSdk } from "@isospan-private/examples/ai-sdk-agent";
import { runSupportAgent as runLangChain } from "@isospan-private/examples/langchain-agent";
import { startOpenAIServer } from "@isospan-private/examples/openai-server";
import { type LangfuseObservation, type LangfuseServer, langfuseServer } from "@isospan-private/vendors";
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { beforeAll, expect, it } from "vitest";
import { startSdk } from "./sdk-lines.ts";

type Play = (telemetry: Telemetry, service: { readonly baseURL: string; readonly apiKey: string }) => Promise<unknown>;

const FRAMEWORKS: readonly (readonly [name: string, play: Play])[] = [
  [
    "LangChain",
    (telemetry, service) => runLangChain({ ...service, callbacks: [new IsospanCallbackHandler({ telemetry })] }),
  ],
  [
    "the AI SDK",
    async (telemetry, service) => {
      const unregister = registerIsospan({ telemetry });
      await runAiSdk(service);
      unregister();
    },
  ],
];

/** Fresh and cached input, output: gpt-4.1-mini costs 0.40, 0.10 and 1.60 USD for a million. */
const call = (input: number, cached: number, output: number) => ({
  type: "GENERATION",
  name: "chat gpt-4.1-mini",
  usage: { input, ...(cached > 0 && { input_cached_tokens: cached }), output, total: input + cached + output },
  totalCost: (input * 400 + cached * 100 + output * 1_600) / 1e9,
});
const other = (type: string, name: string) => ({ type, name, usage: {}, totalCost: undefined });

/** What Langfuse shows of the three conversations, by the script that the provider plays. */
const EXPECTED = [
  [
    other("AGENT", "invoke_agent support"),
    call(1_216, 0, 47),
    call(172, 1_152, 32),
    other("TOOL", "lookup_order"),
    other("TOOL", "search_policy"),
  ],
  [other("AGENT", "invoke_agent support"), call(179, 1_024, 84)],
  [other("AGENT", "invoke_agent support"), call(187, 1_024, 25), call(116, 1_152, 29), other("TOOL", "issue_refund")],
];

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});

it.each(FRAMEWORKS)("an agent of %s is shown as a tree, with its tokens and its costs", async (_name, play) => {
  const server = await playTo(play);
  expect(trees(server)).toEqual(EXPECTED);
  const total = EXPECTED.flat().reduce((sum, { totalCost = 0 }) => sum + totalCost, 0);
  expect(server.traces().reduce((sum, trace) => sum + trace.totalCost, 0)).toBeCloseTo(total, 12);
  expect(server.traces().map(({ name }) => name)).toEqual(["support", "support", "support"]);
});

it.each(FRAMEWORKS)("a conversation of %s can be read, and its tool calls are found", async (_name, play) => {
  const [first] = generations(await playTo(play));
  expect(first?.toolCallNames).toEqual(["lookup_order", "search_policy"]);
  expect(JSON.stringify(first?.input)).toContain("Where is order A-1042");
});

async function playTo(play: Play): Promise<LangfuseServer> {
  const [service, server] = await Promise.all([startOpenAIServer(), langfuseServer()]);
  const { publicKey, secretKey, url } = server;
  const sdk = startSdk("3", [new LangfuseTraceExporter({ publicKey, secretKey, baseUrl: url })]);
  const telemetry = createTelemetry({ tracerProvider: sdk, content: { langfuse: true } });
  await play(telemetry, { baseURL: service.baseURL, apiKey: "unused" });
  await telemetry.flush();
  await sdk.shutdown();
  await Promise.all([service.close(), server.close()]);
  return server;
}

/**
 * Each trace's root, and what is below it by name, what is called the same in the order in which it began: Langfuse keeps
 * whole milliseconds, in which a tool may begin and end and the next call begin.
 */
function trees(server: LangfuseServer) {
  const byTrace = Map.groupBy(server.observations().toSorted(byStart), ({ traceId }) => traceId);
  return Array.from(byTrace.values(), (observations) => {
    const root = observations.find(({ parentObservationId }) => parentObservationId === undefined);
    const below = observations
      .filter(({ parentObservationId }) => parentObservationId === root?.id)
      .toSorted((a, b) => a.name.localeCompare(b.name));
    expect(below).toHaveLength(observations.length - 1);
    return [root, ...below].flatMap((each) => (each === undefined ? [] : [toShort(each)]));
  });
}

function toShort({ type, name, usageDetails: usage, totalCost }: LangfuseObservation) {
  return { type, name, usage, totalCost };
}

function generations(server: LangfuseServer): LangfuseObservation[] {
  return server
    .observations()
    .filter(({ type }) => type === "GENERATION")
    .toSorted(byStart);
}

function byStart(a: LangfuseObservation, b: LangfuseObservation): number {
  return a.startTime.localeCompare(b.startTime) || a.name.localeCompare(b.name);
}
