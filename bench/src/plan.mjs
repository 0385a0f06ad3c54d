/** Runs are per block. `units`: what one run is divided by as well, the chunks of a stream. */
export const WORKLOADS = {
  "lc-loop": { framework: "langchain", runs: 300, units: 1 },
  "lc-agent": { framework: "langchain", runs: 60, units: 1 },
  "lc-stream": { framework: "langchain", runs: 20, units: 500 },
  "ai-agent": { framework: "ai-sdk", runs: 200, units: 1 },
  "ai-stream": { framework: "ai-sdk", runs: 15, units: 500 },
};

export const BLOCKS = 5;

/** `floor`: the same spans made by hand. `bare`: the framework without telemetry. */
export const SUBJECTS = ["floor", "bare", "spans", "everything"];
