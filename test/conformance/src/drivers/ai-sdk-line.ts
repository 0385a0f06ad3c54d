import type { Telemetry } from "@isospan/core";
import type { Driver } from "../driver.ts";
import type { AgentScript } from "../scenario.ts";

/**
 * What is called of the SDK, in a type that all its versions have: they differ in what they take, which is therefore
 * left open.
 */
export interface AiSdk {
  readonly APICallError: new (failure: ApiCallFailure) => Error;
  readonly Output: { object(about: never): unknown };
  readonly embed: (call: never) => PromiseLike<unknown>;
  readonly embedMany: (call: never) => PromiseLike<unknown>;
  readonly generateText: (call: never) => PromiseLike<Answer>;
  readonly jsonSchema: (schema: never) => unknown;
  readonly streamText: (call: never) => { readonly textStream: AsyncIterable<string> };
  readonly tool: (about: never) => unknown;
}

export interface ApiCallFailure {
  readonly message: string;
  readonly statusCode: number;
  readonly url: string;
  readonly requestBodyValues: unknown;
  readonly responseHeaders: Record<string, string>;
}

export interface Answer {
  readonly text: string;
  readonly content: readonly { readonly type: string; readonly approvalId?: string }[];
  readonly response: { readonly messages: readonly unknown[] };
}

/** Version of what the SDK and the providers' packages agree on. */
export type Specification = "v2" | "v3" | "v4";

/** One version of the AI SDK: its module, its models, and what it says in words of its own. */
export interface AiSdkLine extends Pick<Driver, "name" | "gaps"> {
  readonly sdk: AiSdk;
  /** The scripted models'. */
  readonly specification: Specification;
  /** Names of options. */
  readonly words: {
    readonly instructions: "instructions" | "system";
    readonly output: "output" | "experimental_output";
  };
  /** Whether the SDK itself tells of agents and embeddings; else their models are wrapped. */
  readonly global: boolean;
  /** A language model, recorded: by the way that is tested, and again by another that there is. */
  readonly wraps: readonly [first: Wrap, again: Wrap];
  /** Left out where the SDK itself tells of them. */
  readonly wrapEmbeddings?: Wrap;
  /** Ends an agent's run after so many steps. */
  stopAfter(steps: number): unknown;
  /** What a call is told of the agent that it is, for telemetry. */
  aboutRun(agent: AgentScript, telemetry: Telemetry): object;
}

export type Wrap = (model: never, telemetry: Telemetry) => object;
