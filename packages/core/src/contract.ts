import type { UserContext } from "./record.ts";

/** What an operation does. `task` is a traced function of the application's own. */
export type OperationName =
  | "chat"
  | "text_completion"
  | "generate_content"
  | "embeddings"
  | "retrieval"
  | "execute_tool"
  | "invoke_agent"
  | "create_agent"
  | "invoke_workflow"
  | "plan"
  | "task";

/**
 * How an operation ended. `error`: it failed. `aborted`: somebody cancelled it. `abandoned`: it never ended and was
 * closed by us. `incomplete`: its stream stopped without a finish. `interrupted`: it waits for a person. `denied`: a
 * gate refused it. `cached`: answered without calling the provider.
 */
export type Outcome = "ok" | "error" | "aborted" | "abandoned" | "incomplete" | "interrupted" | "denied" | "cached";

/** What a person made of a tool's call that waited for them. `edited`: it may run, and is not what the model asked for. */
export type ApprovalDecision = "approved" | "edited" | "denied";

/** One part of a message, in the form of the GenAI conventions: `{ type: "text", content }`, `{ type: "tool_call", … }`. */
export interface MessagePart {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A message in the form of the GenAI conventions. Roles: `system`, `user`, `assistant`, `tool`. */
export interface Message {
  readonly role: string;
  readonly parts: readonly MessagePart[];
  readonly name?: string | undefined;
  /** Of an output message. Filled in from the response's finish reasons where left out. */
  readonly finish_reason?: string | undefined;
}

/** What was asked of the model. Left out means not asked for. */
export interface RequestParameters {
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  /** Most tokens to generate. */
  readonly maxTokens?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly seed?: number | undefined;
  /** Number of choices asked for. */
  readonly choiceCount?: number | undefined;
  /** Length of an embedding vector. */
  readonly dimensions?: number | undefined;
  readonly stopSequences?: readonly string[] | undefined;
  readonly encodingFormats?: readonly string[] | undefined;
  readonly outputType?: "text" | "json" | "image" | "speech" | undefined;
  /** Reasoning effort, exactly as sent to the provider. */
  readonly reasoningLevel?: string | undefined;
  /** @default true where there were chunks. `false` where they were none of a stream's. */
  readonly stream?: boolean | undefined;
  /** Host name of the provider's endpoint. */
  readonly serverAddress?: string | undefined;
  readonly serverPort?: number | undefined;
}

export interface AgentInfo {
  readonly name?: string | undefined;
  /** A stable id that the provider gave, never one made up in memory. */
  readonly id?: string | undefined;
  readonly description?: string | undefined;
  readonly version?: string | undefined;
}

export interface ToolInfo {
  readonly name: string;
  /** The id that the model gave this call. */
  readonly callId?: string | undefined;
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  /** Content. A JSON string is parsed by core. */
  readonly arguments?: unknown | undefined;
}

export interface RetrievalInfo {
  /** Name of the store or index, as the retrieval system knows it. */
  readonly dataSourceId?: string | undefined;
  /** Content. */
  readonly query?: string | undefined;
  /** Most documents asked for. */
  readonly topK?: number | undefined;
}

/** A tool that the model may call. All of it is content. */
export interface ToolDefinition {
  readonly name: string;
  /** @default "function" */
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  /** JSON schema of its arguments. */
  readonly parameters?: unknown | undefined;
}

/** What is known when an operation begins. Copied and bounded at once: the object may be reused or changed. */
export interface OperationStart {
  readonly name: OperationName;
  /** Span name of a `task`; name of an `invoke_workflow`. */
  readonly label?: string | undefined;
  /** As the framework says it; core maps `openai.chat` to `openai`. */
  readonly provider?: string | undefined;
  /** The model as requested. */
  readonly model?: string | undefined;
  readonly request?: RequestParameters | undefined;
  readonly agent?: AgentInfo | undefined;
  readonly tool?: ToolInfo | undefined;
  readonly retrieval?: RetrievalInfo | undefined;
  /** An agent in another process. @default false */
  readonly remote?: boolean | undefined;
  /** A real conversation's id, never one made up. What happens within inherits it. */
  readonly conversationId?: string | undefined;
  /** Whom it is done for. What happens within inherits it, field by field. */
  readonly context?: UserContext | undefined;
  /**
   * Content that must not be recorded, whatever the content policy allows: of this operation and of what happens within.
   * `input` stands for messages, tool definitions, arguments and queries; `output` for messages, results and documents.
   */
  readonly withhold?: readonly ("input" | "output")[] | undefined;
  /**
   * What a person has decided about what an earlier run asked for, one for each call: of a run that goes on with it, or of
   * its first model call. Left out: a run that begins with a tool's call was approved.
   */
  readonly decisions?: readonly ApprovalDecision[] | undefined;
  /** Content. What the model may call. */
  readonly toolDefinitions?: readonly ToolDefinition[] | undefined;
  /** Content. Read only where content is captured, so a getter costs nothing otherwise. */
  readonly input?: readonly Message[] | undefined;
}

export interface ResponseInfo {
  readonly id?: string | undefined;
  readonly model?: string | undefined;
  /** One per choice, in any framework's spelling. */
  readonly finishReasons?: readonly string[] | undefined;
  readonly serviceTier?: string | undefined;
}

/** Tokens of one provider call. Totals include their parts. Left out means unknown; 0 means really zero. */
export interface Usage {
  /** All input tokens, cache reads and writes included. */
  readonly inputTokens?: number | undefined;
  readonly cacheReadTokens?: number | undefined;
  readonly cacheWriteTokens?: number | undefined;
  /** Of `cacheWriteTokens`, those kept for one hour. */
  readonly cacheWrite1hTokens?: number | undefined;
  /** All output tokens, reasoning included. */
  readonly outputTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
  readonly audioInputTokens?: number | undefined;
  readonly audioOutputTokens?: number | undefined;
  /** What is billed apart: `web_search`, `image`, `second`, `request`. */
  readonly units?: Readonly<Record<string, number>> | undefined;
}

/** What the provider itself says that the call cost, in USD. */
export interface BilledCost {
  readonly usd: number;
}

export interface RetrievedDocument {
  readonly id?: string | undefined;
  readonly score?: number | undefined;
  /** Content. */
  readonly content?: string | undefined;
}

/** What is known when an operation ends. */
export interface OperationEnd {
  readonly response?: ResponseInfo | undefined;
  readonly usage?: Usage | undefined;
  readonly billedCost?: BilledCost | undefined;
  /** Content. A tool's result is one `tool_call_response` part. */
  readonly output?: readonly Message[] | undefined;
  /** Retrieved documents; their text is content. */
  readonly documents?: readonly RetrievedDocument[] | undefined;
  /** What was thrown, which makes the outcome. `null` where nothing was thrown with it; `undefined` is no error. */
  readonly error?: unknown | undefined;
  /** The provider's own usage or result object: recognises one call that is seen twice. Never kept. */
  readonly identity?: object | undefined;
  /** @default "error" when there is an error (an `AbortError` is "aborted"), else "ok" */
  readonly outcome?: Outcome | undefined;
  /** Whether the framework does not say how it ended: then it ended as the last thing within it. @default false */
  readonly untold?: boolean | undefined;
  /** Which limit stopped it, where the framework says so and it ended as if nothing were the matter. */
  readonly limitHit?: "steps" | "model_calls" | "tool_calls" | undefined;
  /**
   * Whether an agent's loop ends as it should, though no model reads what its tools answer. Of a tool: it says itself what
   * comes next, as one that hands over to another agent. Of an agent: what comes next is the application's.
   * @default false
   */
  readonly endsTurn?: boolean | undefined;
  /** Whether its error says that an answer could not be read, whatever the error is called. @default by the error's name */
  readonly parseFailure?: boolean | undefined;
}

export interface StartPlace {
  /** The framework's id of the operation, for `open` and `end`. */
  readonly key?: string | undefined;
  /** The framework's id of what encloses it. @default the ambient context */
  readonly parentKey?: string | undefined;
  /** Epoch milliseconds. @default now */
  readonly startedAtMs?: number | undefined;
  /** When it fires and no end follows within the grace period, the operation ends as aborted at that moment. */
  readonly signal?: AbortSignal | undefined;
  /** What the adapter wants to remember under `key`. */
  readonly memo?: unknown | undefined;
}

export interface EndPlace {
  /** When it ended. @default now */
  readonly endedAtMs?: number | undefined;
  /**
   * Whether an error may still follow: some frameworks tell of a success, and read the answer only then. Without one the
   * end counts from the event loop's next turn on, or as soon as somebody waits for it: the operation around it ends, or
   * a flush or a capture does. @default false
   */
  readonly tentative?: boolean | undefined;
}

/** What a step without a span says of what happens within it. */
export type StepAbout = Pick<OperationStart, "context" | "conversationId" | "withhold">;

/** All that an adapter sees of core. */
export interface Recorder {
  /** A second start under an open key is the same operation. Never throws. */
  start(start: OperationStart, at?: StartPlace): Operation;
  /** The open operation under this key; never plumbing. */
  open(key: string): Operation | undefined;
  /** Ends the operation under this key, or releases plumbing, or does nothing. */
  end(key: string, end?: OperationEnd, at?: EndPlace): void;
  /** A step without a span, such as a graph node: what names it as parent attaches to the operation above. */
  plumbing(key: string, parentKey?: string, memo?: unknown): void;
  /** Runs `fn` in a step without a span: what happens within inherits what is said of it. */
  runStep<T>(key: string, about: StepAbout, fn: () => T): T;
  /** The same for callback frameworks: from now on in this async context. `false` where the runtime can't. */
  enterStep(key: string, about: StepAbout): boolean;
  /** The key of the step that this async context is in, unless an operation has begun there. */
  step(): string | undefined;
  /** What the adapter noted under this key. Kept for a while after the end, bounded. */
  memo(key: string): unknown;
  /**
   * Whether this provider result has been recorded already, by what was seen without a framework's key: who gives a key
   * tells of a call once.
   */
  seen(identity: object): boolean;
  /** Asks the gates. The only thing that may throw or reject; then the operation has already ended as denied. */
  admit(operation: Operation): void | Promise<void>;
  /** Whether there are gates at all. */
  readonly gated: boolean;
  /** Whether anybody may see content. Where not, adapters need not gather it. */
  readonly captured: boolean;
  /** Counts a defect of the adapter's that went no further. */
  failed(problem: string, error: unknown): void;
}

/** One open operation. No method throws, save what `fn` throws in `run`. */
export interface Operation {
  /** `fn`, and all that it awaits, has this operation as its context. */
  run<T>(fn: () => T): T;
  /** The same for callback frameworks: from now on in this async context. Does nothing where the runtime can't. */
  attach(): void;
  detach(): void;
  /** What is known so far; used when the end says nothing else, or never comes. A workflow may turn out an agent. */
  update(patch: Partial<OperationStart> & OperationEnd): void;
  /** A chunk with content. The first sets the time to first chunk; a repeat of the same identity is ignored. */
  chunk(identity?: unknown): void;
  /**
   * The same stream, seen part by part: no buffering, back-pressure kept. Closing without an end is `incomplete`, a
   * cancel `aborted`, an unread stream that is collected `abandoned`.
   */
  tap<T>(stream: ReadableStream<T>, see: (part: T) => void): ReadableStream<T>;
  /** A second end is ignored and counted. */
  end(end?: OperationEnd, at?: EndPlace): void;
}
