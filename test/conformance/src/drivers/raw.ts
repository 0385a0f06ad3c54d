import type { Recorder } from "@isospan/core";
import type { Driver } from "../driver.ts";
import type { EmbeddingScript, RetrieverScript, Scenario, WorkflowScript } from "../scenario.ts";
import { ended, RawAgent } from "./raw-agent.ts";
import { RawModel } from "./raw-model.ts";

/** Plays scenarios on the recorder itself: the reference that the goldens are written by. */
export const rawDriver: Driver = {
  name: "raw",
  gaps: {},
  play: (scenario, telemetry) => playRaw(scenario, telemetry.recorder),
};

export async function playRaw({ play, doubled = false }: Scenario, recorder: Recorder): Promise<void> {
  switch (play.kind) {
    case "model":
      return new RawModel(recorder, play.model, { doubled }).play(play);
    case "agent":
      await new RawAgent(recorder, play.agent, doubled).run();
      return;
    case "workflow":
      return runWorkflow(recorder, play.workflow);
    case "retrieve":
      return retrieve(recorder, play.retriever, play.query);
    case "embed":
      return embed(recorder, play.model);
  }
}

async function runWorkflow(recorder: Recorder, { name, steps }: WorkflowScript): Promise<void> {
  const workflow = recorder.start({ name: "invoke_workflow", label: name });
  const run = async (): Promise<void> => {
    for (const step of steps) {
      if (step.kind === "model") await new RawModel(recorder, step.model).play(step);
      else await new RawAgent(recorder, step.agent).run();
    }
  };
  await ended(
    workflow,
    () => workflow.run(run),
    () => ({}),
  );
}

function retrieve(recorder: Recorder, { name, documents }: RetrieverScript, query: string): void {
  const operation = recorder.start({ name: "retrieval", retrieval: { dataSourceId: name, query } });
  operation.end({ documents: documents.map(({ id, score, text }) => ({ id, score, content: text })) });
}

function embed(recorder: Recorder, { name: model, inputTokens }: EmbeddingScript): void {
  const operation = recorder.start({ name: "embeddings", provider: "openai.embedding", model });
  operation.end(inputTokens === undefined ? {} : { usage: { inputTokens } });
}
