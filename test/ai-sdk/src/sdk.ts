import * as ai7 from "ai";
import * as ai5 from "ai5";
import * as ai6 from "ai6";

/** What is called of the SDK, in a type that its versions share: they differ in what they take, which is left open. */
export interface Sdk {
  readonly APICallError: new (failure: ApiCallFailure) => Error;
  readonly Output: { object(about: never): unknown };
  readonly embedMany: (call: never) => PromiseLike<unknown>;
  readonly generateObject: (call: never) => PromiseLike<unknown>;
  readonly generateText: (call: never) => PromiseLike<Generated>;
  readonly jsonSchema: (schema: never) => unknown;
  readonly streamText: (call: never) => Streamed;
  readonly tool: (about: never) => unknown;
  /** From version 6 on. */
  readonly wrapEmbeddingModel?: (wrapped: never) => object;
  readonly wrapLanguageModel: (wrapped: never) => object;
}

interface ApiCallFailure {
  readonly message: string;
  readonly statusCode: number;
  readonly url: string;
  readonly requestBodyValues: unknown;
  readonly responseHeaders: Record<string, string>;
}

export interface Generated {
  readonly text: string;
  readonly usage: object;
  readonly steps: readonly object[];
}

export interface Streamed {
  readonly textStream: AsyncIterable<string>;
  readonly fullStream: AsyncIterable<{ readonly type: string }>;
  readonly text: PromiseLike<string>;
  readonly usage: PromiseLike<object>;
  readonly steps: PromiseLike<readonly object[]>;
  consumeStream(options?: { readonly onError?: (error: unknown) => void }): PromiseLike<void>;
  toTextStreamResponse(): Response;
}

/** Version of what the SDK and the providers' packages agree on. */
export type Specification = "v2" | "v3" | "v4";

/** A version of the SDK, and the models that it is given. */
export interface Version {
  readonly name: string;
  readonly sdk: Sdk;
  readonly specification: Specification;
  /** Name of the option for a schema of the answer. */
  readonly output: "output" | "experimental_output";
  /** Whether it can wrap such models. AI SDK 6 misreads what its wrapped models of 5 answer, whatever the middleware. */
  readonly wraps: boolean;
}

// Else version 6 says on the console that it is given an older model.
globalThis.AI_SDK_LOG_WARNINGS = false;

export const AI_7: Version = { name: "7", sdk: ai7, specification: "v4", output: "output", wraps: true };
const AI_6: Version = { name: "6", sdk: ai6, specification: "v3", output: "output", wraps: true };
const AI_6_OLD: Version = { ...AI_6, name: "6 with models of 5", specification: "v2", wraps: false };
const AI_5: Version = { name: "5", sdk: ai5, specification: "v2", output: "experimental_output", wraps: true };

export const VERSIONS: readonly Version[] = [AI_7, AI_6, AI_6_OLD, AI_5];
