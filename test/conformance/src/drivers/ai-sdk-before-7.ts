import { instrumentModel, isospanMiddleware } from "@isospan/ai-sdk";
import type { AiSdkLine } from "./ai-sdk-line.ts";

const AGENT = "not supported yet: an agent's own span on AI SDK 5 and 6";

/** What AI SDK 5 and 6 have in common: nothing is told of every call, so models are wrapped, and calls told one by one. */
export function before7(
  wrapLanguageModel: (wrapped: never) => object,
): Pick<AiSdkLine, "global" | "wraps" | "wrapEmbeddings" | "aboutRun"> {
  return {
    global: false,
    wraps: [
      (model, telemetry) => instrumentModel(model, { telemetry }),
      (model, telemetry) => wrapLanguageModel({ model, middleware: isospanMiddleware({ telemetry }) } as never),
    ],
    wrapEmbeddings: (model, telemetry) => instrumentModel(model, { telemetry }),
    aboutRun: () => ({}),
  };
}

export const gapsBefore7: AiSdkLine["gaps"] = {
  automatic_tool_calling: AGENT,
  automatic_tool_calling_with_content: AGENT,
  budget_denied: AGENT,
  concurrent_requests: AGENT,
  conversation: AGENT,
  double_instrumentation: AGENT,
  hostile_values: AGENT,
  interrupt_and_resume: AGENT,
  invoke_agent: AGENT,
  nested_agents: AGENT,
  no_sdk: AGENT,
  parallel_tools: AGENT,
  retrieval: "the AI SDK has no retrievers",
  retrieval_with_content: "the AI SDK has no retrievers",
  retry_then_success: AGENT,
  secret_canary: AGENT,
  tool_error: AGENT,
  tool_silent_failure: AGENT,
  user_context: AGENT,
  workflow: "the AI SDK has no workflows",
};
