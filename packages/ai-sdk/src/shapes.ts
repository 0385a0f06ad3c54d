/*
 * What is read of the AI SDK's objects, in the words of its versions 5 to 7. Structural, so that nothing of the SDK is
 * imported and one build serves all of them.
 */

export interface Model {
  readonly provider: string;
  readonly modelId: string;
}

export interface CallOptions {
  /** What version 7 tells of in place of the prompt, where no model is wrapped. */
  readonly messages?: readonly PromptMessage[] | undefined;
  readonly instructions?: string | PromptMessage | readonly PromptMessage[] | undefined;
  readonly prompt?: readonly PromptMessage[] | undefined;
  readonly maxOutputTokens?: number | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly stopSequences?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  /** From version 7 on. */
  readonly reasoning?: string | undefined;
  readonly responseFormat?: { readonly type: string } | undefined;
  readonly abortSignal?: AbortSignal | undefined;
  readonly tools?: readonly FunctionTool[] | undefined;
}

/** A tool that the model may call. The provider's own have an id and no schema. */
export interface FunctionTool {
  readonly type: string;
  readonly id?: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly inputSchema?: unknown;
}

export interface PromptMessage {
  readonly role: string;
  readonly content: string | readonly ContentPart[];
}

export interface ContentPart {
  readonly type: string;
  readonly text?: string;
  readonly toolCallId?: string;
  readonly toolName?: string;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly result?: unknown;
  /** Of a call that needs approval: no person is asked. */
  readonly isAutomatic?: boolean;
  /** Of a call that the provider runs itself. */
  readonly providerExecuted?: boolean;
  /** Of a person's answer to a call that needs approval. */
  readonly approved?: boolean;
  readonly mediaType?: string | undefined;
}

/** Version 5 gives totals as numbers, later versions with their parts. */
export interface ModelUsage {
  readonly inputTokens?: number | TokenParts | undefined;
  readonly outputTokens?: number | TokenParts | undefined;
  readonly reasoningTokens?: number | undefined;
  readonly cachedInputTokens?: number | undefined;
  readonly totalTokens?: number | undefined;
  readonly raw?: object | undefined;
}

export interface TokenParts {
  readonly total?: number | undefined;
  readonly noCache?: number | undefined;
  readonly text?: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
  readonly reasoning?: number | undefined;
}

export type FinishReason = string | { readonly unified: string; readonly raw?: string | undefined };

export interface ResponseMetadata {
  readonly id?: string | undefined;
  readonly modelId?: string | undefined;
  /** The provider's own answer, as a whole. Never recorded; read for what its package leaves out. */
  readonly body?: unknown;
}

/** What a model answers: whole, or as a stream. */
export interface ModelResult {
  readonly content?: readonly ContentPart[];
  readonly finishReason?: FinishReason;
  readonly usage?: ModelUsage;
  /** Of the provider's own making: never recorded, and read for the cost and for what usage leaves out. */
  readonly providerMetadata?: unknown;
  readonly response?: ResponseMetadata | undefined;
  readonly stream?: ReadableStream<StreamPart>;
}

export interface StreamPart extends ResponseMetadata {
  readonly type: string;
  readonly delta?: string;
  readonly finishReason?: FinishReason;
  readonly usage?: ModelUsage;
  readonly providerMetadata?: unknown;
  readonly error?: unknown;
  readonly toolCallId?: string;
  readonly toolName?: string;
  readonly input?: unknown;
}

/** What every event of AI SDK 7's telemetry carries. */
export interface Event {
  readonly callId?: string;
  readonly operationId?: string;
  readonly functionId?: string | undefined;
  /** What the application lets telemetry see of its context. */
  readonly runtimeContext?: unknown;
  /** The form that the answer must have, where it is not any text. */
  readonly output?: { readonly name?: string };
  readonly recordInputs?: boolean | undefined;
  readonly recordOutputs?: boolean | undefined;
}

export interface ToolEvent extends Event {
  readonly toolCallId?: string;
  readonly toolCall?: { readonly toolName: string; readonly toolCallId?: string; readonly input?: unknown };
  readonly execute: () => PromiseLike<unknown>;
}
