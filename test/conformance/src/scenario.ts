import type { Gate } from "@isospan/core";

/** What a fake model answers to one call. */
export interface Reply {
  readonly text?: string;
  /** Streamed one by one where the call streams; the text is their sum. */
  readonly chunks?: readonly string[];
  readonly toolCalls?: readonly { readonly id: string; readonly name: string; readonly arguments: object }[];
  readonly usage?: ScriptedUsage;
  readonly error?: { readonly status: number; readonly message: string };
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
  /** Message of the error that the tool throws. */
  readonly throws?: string;
  /** The tool asks this agent, and returns its answer. */
  readonly agent?: AgentScript;
}

export interface AgentScript {
  readonly name: string;
  readonly question: string;
  readonly model: ModelScript;
  readonly tools: readonly ToolScript[];
}

export type Play =
  /** One model call, whole or streamed. `stopAfter` chunks the reader aborts its signal, or just walks away. */
  | {
      readonly kind: "model";
      readonly prompt: string;
      readonly model: ModelScript;
      readonly stream?: boolean;
      readonly stop?: { readonly afterChunks: number; readonly how: "abort" | "abandon" };
    }
  | { readonly kind: "agent"; readonly agent: AgentScript };

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
}

export const SETTINGS = { temperature: 0.2, maxTokens: 400 } as const;
export const INSTRUCTIONS = "You answer briefly.";
