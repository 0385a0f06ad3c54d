/** How a span was written: at once, or by the old path that may take ten minutes and refuses what is wrongly typed. */
export type WritePath = "direct" | "legacy";

export type ObservationType =
  | "SPAN"
  | "GENERATION"
  | "EVENT"
  | "EMBEDDING"
  | "AGENT"
  | "TOOL"
  | "CHAIN"
  | "RETRIEVER"
  | "GUARDRAIL"
  | "EVALUATOR";

export type Numbers = Readonly<Record<string, number>>;

/** What Langfuse makes of a span. `undefined` is what its page leaves empty. */
export interface LangfuseObservation {
  readonly id: string;
  readonly traceId: string;
  /** `undefined` on roots. */
  readonly parentObservationId: string | undefined;
  readonly type: ObservationType;
  readonly name: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly completionStartTime: string | undefined;
  readonly level: "DEBUG" | "DEFAULT" | "WARNING" | "ERROR";
  readonly statusMessage: string | undefined;
  readonly model: string | undefined;
  readonly modelParameters: Readonly<Record<string, unknown>>;
  /** Buckets, each multiplied by the price of exactly its name, and their `total`. */
  readonly usageDetails: Numbers;
  /** Whether there was no usage, and Langfuse counted the tokens of input and output itself. */
  readonly usageGuessed: boolean;
  readonly costDetails: Numbers;
  /** In USD: `costDetails.total` and nothing else. */
  readonly totalCost: number | undefined;
  readonly promptName: string | undefined;
  readonly promptVersion: unknown;
  /** Whether Langfuse knows that prompt in that version. */
  readonly promptLinked: boolean;
  /** Parsed where it is JSON, as the page shows it. */
  readonly input: unknown;
  readonly output: unknown;
  /** Names of the calls that Langfuse finds in the output. */
  readonly toolCallNames: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly traceName: string | undefined;
  readonly userId: string | undefined;
  readonly sessionId: string | undefined;
  readonly tags: readonly string[];
  readonly public: boolean;
  readonly environment: string;
  readonly version: string | undefined;
  readonly release: string | undefined;
  readonly isAppRoot: boolean;
  readonly writePath: WritePath;
}
