// The part of OpenAI's chat completions API that the fake server speaks.
// Source: https://platform.openai.com/docs/api-reference/chat

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean } | null;
  readonly [parameter: string]: unknown;
}

export interface ChatMessage {
  readonly role: "system" | "developer" | "user" | "assistant" | "tool";
  readonly content?: string | readonly ContentPart[] | null;
  readonly tool_calls?: readonly ToolCall[];
  readonly tool_call_id?: string;
}

export interface ContentPart {
  readonly type: string;
  readonly text?: string;
}

export interface ToolCall {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details: { readonly cached_tokens: number };
  readonly completion_tokens_details: {
    readonly reasoning_tokens: number;
    readonly accepted_prediction_tokens: number;
    readonly rejected_prediction_tokens: number;
  };
}

export type FinishReason = "stop" | "tool_calls";

/** What a whole completion and every chunk of a streamed one have in common. Not every service tells its tier. */
export interface Envelope {
  readonly id: string;
  /** Unix time, in seconds. */
  readonly created: number;
  readonly model: string;
  readonly system_fingerprint: string;
}

export interface Completion extends Envelope {
  readonly object: "chat.completion";
  readonly choices: readonly [CompletionChoice];
  readonly usage: Usage;
}

export interface CompletionChoice {
  readonly index: 0;
  readonly message: {
    readonly role: "assistant";
    readonly content: string | null;
    readonly tool_calls?: readonly ToolCall[];
    readonly refusal: null;
    readonly annotations: readonly never[];
  };
  readonly logprobs: null;
  readonly finish_reason: FinishReason;
}

export interface CompletionChunk extends Envelope {
  readonly object: "chat.completion.chunk";
  readonly choices: readonly ChunkChoice[];
  /** Absent unless the request asked for it; then null in every chunk but the last. */
  readonly usage?: Usage | null;
}

export interface ChunkChoice {
  readonly index: 0;
  readonly delta: Delta;
  readonly logprobs: null;
  readonly finish_reason: FinishReason | null;
}

export interface Delta {
  readonly role?: "assistant";
  readonly content?: string | null;
  readonly refusal?: null;
  readonly tool_calls?: readonly ToolCallDelta[];
}

export interface ToolCallDelta {
  readonly index: number;
  readonly id?: string;
  readonly type?: "function";
  readonly function: { readonly name?: string; readonly arguments: string };
}
