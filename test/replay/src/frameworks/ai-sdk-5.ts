import { instrumentModel, isospanMiddleware } from "@isospan/ai-sdk";
import { embed, generateText, streamText, wrapLanguageModel } from "ai5";
import { ASKED, toFramework } from "./ai-sdk.ts";
import { type EmbeddingModel, type Model, packages5 } from "./ai-sdk-5-packages.ts";
import type { Framework } from "./framework.ts";

export const aiSdk5: Framework = toFramework<Model, EmbeddingModel>({
  name: "ai-sdk-5",
  packages: packages5,
  generate: (model, telemetry) =>
    generateText({ ...ASKED, model: wrapLanguageModel({ model, middleware: isospanMiddleware({ telemetry }) }) }),
  stream: (model, telemetry) =>
    streamText({ ...ASKED, model: wrapLanguageModel({ model, middleware: isospanMiddleware({ telemetry }) }) })
      .fullStream,
  embed: (model, telemetry) =>
    embed({ maxRetries: 0, value: ASKED.prompt, model: instrumentModel(model, { telemetry }) }),
});
