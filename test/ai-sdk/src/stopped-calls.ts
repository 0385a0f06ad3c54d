/** What hangs until its signal fires: a model, a tool, or a tool that does not listen. */
export type Hanging = "model" | "tool" | "deaf tool";

export interface StoppedCall {
  readonly fact: string;
  readonly hanging: Hanging;
  /** What stops it. Left out: the application's signal, at once. */
  readonly options?: () => object;
  readonly endings: readonly string[];
  /** Major versions that can play it. @default all */
  readonly majors?: readonly string[];
}

const AFTER_MS = 20;
const signal = (): object => ({ abortSignal: AbortSignal.timeout(AFTER_MS) });
const limit = (name: string) => (): object => ({ timeout: { [name]: AFTER_MS } });
const BOTH_TIMED_OUT = ["chat error TimeoutError", "invoke_agent error TimeoutError"];

export const STOPPED_CALLS: readonly StoppedCall[] = [
  {
    fact: "an abort while the model thinks is aborted",
    hanging: "model",
    endings: ["chat aborted AbortError", "invoke_agent aborted AbortError"],
  },
  {
    fact: "a time limit's signal while the model thinks is an error",
    hanging: "model",
    options: signal,
    endings: BOTH_TIMED_OUT,
  },
  {
    fact: "the SDK's totalMs while the model thinks is an error",
    hanging: "model",
    options: limit("totalMs"),
    endings: BOTH_TIMED_OUT,
    majors: ["6", "7"],
  },
  {
    fact: "the SDK's toolMs is the tool's error, and the agent goes on",
    hanging: "tool",
    options: limit("toolMs"),
    endings: ["chat ok", "chat ok", "execute_tool error TimeoutError", "invoke_agent ok"],
    majors: ["7"],
  },
];

/** Of these, version 5 and 6 do not say how a stream's agent ended. */
export const STOPPED_TOOLS: readonly StoppedCall[] = [
  {
    fact: "an abort while a tool runs is aborted",
    hanging: "tool",
    endings: ["chat ok", "execute_tool aborted AbortError", "invoke_agent aborted AbortError"],
  },
  {
    fact: "a time limit's signal while a tool runs is an error",
    hanging: "tool",
    options: signal,
    endings: ["chat ok", "execute_tool error TimeoutError", "invoke_agent error TimeoutError"],
  },
  {
    fact: "a tool that goes on after the abort ends when it ends",
    hanging: "deaf tool",
    endings: ["chat ok", "execute_tool ok", "invoke_agent aborted AbortError"],
  },
];
