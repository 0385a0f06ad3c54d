import type { Gate } from "@isospan/core";

/** What a fake model answers to one call. */
export interface Reply {
  readonly text?: string;
  /** Streamed one by one where the call streams; the text is their sum. */
  readonly chunks?: readonly string[];
  readonly toolCalls?: readonly ScriptedToolCall[];
  readonly usage?: ScriptedUsage;
  /** Instead of an answer; after the chunks, where there are any. */
  readonly error?: { readonly status: number; readonly message: string };
}

export interface ScriptedToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: object;
}

/** In the providers' inclusive form. */
export interface ScriptedUsage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly reasoning?: number;
}

export interface ModelScript {
  readonly name: string;
  readonly responseModel: string;
  /** In the order of the calls. */
  readonly replies: readonly Reply[];
}

export interface ToolScript {
  readonly name: string;
  readonly result?: unknown;
  /** What the model is told instead, by a framework that asks. */
  readonly told?: string;
  /** Message of the error that the tool throws. */
  readonly throws?: string;
  /** The tool asks this agent, and returns its answer. */
  readonly agent?: AgentScript;
  /** The run stops until a person has decided about the call, and a second run goes on. @default false */
  readonly needsApproval?: boolean;
  /** The person says no. @default false */
  readonly refused?: boolean;
}

export interface AgentScript {
  readonly name: string;
  readonly question: string;
  readonly model: ModelScript;
  readonly tools: readonly ToolScript[];
  /** The answer must be JSON of this schema. */
  readonly schema?: object;
  /** Asked instead, when the model has failed. */
  readonly fallback?: ModelScript;
  /** The run is stopped before it would ask the model once more. */
  readonly maxModelCalls?: number;
  /** What the application says of the run, in whatever way the framework has for it. */
  readonly metadata?: object;
  /** Whom the run is for. */
  readonly user?: { readonly sessionId: string; readonly userId: string };
  /** Id of the conversation that the run belongs to. */
  readonly conversationId?: string;
}

export interface EmbeddingScript {
  readonly name: string;
  /** What the provider reports. Left out: nothing. */
  readonly inputTokens?: number;
}

export interface RetrieverScript {
  readonly name: string;
  readonly documents: readonly { readonly id: string; readonly score: number; readonly text: string }[];
}

export interface WorkflowScript {
  readonly name: string;
  /** One after another. */
  readonly steps: readonly (ModelPlay | AgentPlay)[];
}

/** What the model is told of a tool. */
export interface ToolDeclaration {
  readonly name: string;
  readonly description: string;
  /** JSON schema of its arguments. */
  readonly parameters: object;
}

/** One model call, whole or streamed. */
export interface ModelPlay {
  readonly kind: "model";
  readonly prompt: string;
  readonly model: ModelScript;
  readonly stream?: boolean;
  /** After so many chunks the reader aborts its signal, or just walks away. */
  readonly stop?: { readonly afterChunks: number; readonly how: "abort" | "abandon" };
  /** Nobody runs them. */
  readonly tools?: readonly ToolDeclaration[];
  /** Shown to the model after the prompt; the bytes in base64. */
  readonly image?: { readonly mediaType: string; readonly base64: string };
  /** The answer must be JSON of this schema. */
  readonly schema?: object;
}

export interface AgentPlay {
  readonly kind: "agent";
  readonly agent: AgentScript;
}

export type Play =
  | ModelPlay
  | AgentPlay
  | { readonly kind: "workflow"; readonly workflow: WorkflowScript }
  | { readonly kind: "retrieve"; readonly retriever: RetrieverScript; readonly query: string }
  /** One text as a query, several as documents. */
  | { readonly kind: "embed"; readonly model: EmbeddingScript; readonly texts: readonly string[] };

/**
 * What frameworks cannot say alike. `answerer`: who answered, where an answer broke off. `reading`: what they make of
 * values that can hardly be read. `error`: what they call an error of their own.
 */
export type Difference = "conversation" | "content" | "answerer" | "reading" | "error";

/** One exchange, in no framework's words. */
export interface Scenario {
  readonly name: string;
  readonly play: Play;
  /** How many of them at once, each within a request span of its own. @default 1, without such a span */
  readonly concurrent?: number;
  /** @default false */
  readonly content?: boolean;
  /** Whether an OpenTelemetry SDK is there. @default true */
  readonly sdk?: boolean;
  readonly gate?: () => Gate;
  /** The same telemetry is installed in every way that the framework offers at once. @default false */
  readonly doubled?: boolean;
  /** The call is refused or fails, and the application sees that. @default false */
  readonly rejects?: boolean;
  /** Must not be found in anything that leaves. */
  readonly secrets?: readonly string[];
  /** Left out of the golden. */
  readonly differs?: readonly Difference[];
}

export const SETTINGS = { temperature: 0.2, maxTokens: 400 } as const;
export const INSTRUCTIONS = "You answer briefly.";

/** What an agent's model is told of its tools. */
export function declarationOf({ name }: ToolScript): ToolDeclaration {
  return { name, description: `The ${name} tool`, parameters: { type: "object", properties: {} } };
}
