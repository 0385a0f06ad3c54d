export type WireName =
  | "openai-chat"
  | "openai-responses"
  | "openai-embeddings"
  | "anthropic-messages"
  | "google-generate-content"
  | "bedrock-converse"
  | "cohere-chat";

/** One answer of a provider, and how to serve it again. */
export interface Exchange {
  /** The file below the folder; with a number where the file holds several answers. */
  readonly name: string;
  /** The folder's name. */
  readonly provider: string;
  readonly wire: WireName;
  readonly form: "whole" | "streamed";
  /** HTTP status. */
  readonly status: number;
  /** The body, or the chunks in order, exactly as recorded. */
  readonly texts: readonly string[];
  readonly payloads: readonly unknown[];
}

/** A recording that nothing here can serve. */
export interface Unserved {
  readonly name: string;
  readonly reason: string;
}
