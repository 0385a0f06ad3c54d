import type { ModelPlay, Reply, Scenario } from "../scenario.ts";
import { model, prompt, usage } from "./script.ts";

const CHUNKS = ["It ", "is ", "sunny ", "in ", "Rome."];
// So many that no framework has read them all ahead when the reader stops at the third.
const MANY_CHUNKS = Array.from({ length: 200 }, (_, i) => `word${i} `);

const stream = (reply: Reply, stop?: ModelPlay["stop"]): ModelPlay => {
  return { kind: "model", prompt, stream: true, model: model(reply), ...(stop && { stop }) };
};

/** One model call, answered bit by bit. */
export const streamScenarios: readonly Scenario[] = [
  { name: "streaming", play: stream({ chunks: CHUNKS, usage }) },
  { name: "streaming_with_content", content: true, play: stream({ chunks: CHUNKS, usage }) },
  {
    name: "stream_abort",
    rejects: true,
    play: stream({ chunks: MANY_CHUNKS, usage }, { afterChunks: 3, how: "abort" }),
  },
  {
    name: "stream_abandoned",
    play: stream({ chunks: MANY_CHUNKS, usage }, { afterChunks: 3, how: "abandon" }),
  },
  {
    name: "stream_error_part",
    differs: ["answerer"],
    rejects: true,
    play: stream({ chunks: CHUNKS.slice(0, 2), error: { status: 529, message: "Overloaded" } }),
  },
  { name: "double_instrumentation_streaming", doubled: true, play: stream({ chunks: CHUNKS, usage }) },
];
