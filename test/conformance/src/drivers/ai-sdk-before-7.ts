import { instrumentModel, isospanCallTelemetry, isospanMiddleware } from "@isospan/ai-sdk";
import type { AiSdkLine } from "./ai-sdk-line.ts";

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
    aboutRun({ name: functionId, metadata, user, conversationId }, telemetry) {
      const about = { ...metadata, ...user, ...(conversationId && { conversationId }) };
      return { experimental_telemetry: isospanCallTelemetry({ telemetry, functionId, metadata: about }) };
    },
  };
}

export const gapsBefore7: AiSdkLine["gaps"] = {
  retrieval: "the AI SDK has no retrievers",
  retrieval_with_content: "the AI SDK has no retrievers",
  workflow: "the AI SDK has no workflows",
};
