import type { IncomingHttpHeaders } from "node:http";

/** A request as it arrived, and what was answered. */
export interface ServedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** Size of the body as it was sent. */
  readonly wireBytes: number;
  /** The body, unpacked where it was packed. */
  readonly body: Buffer;
  /** The status, or how the exchange ended without one. */
  readonly answered: number | "hung" | "cut";
}

/** What a server is asked. */
export type Question = Omit<ServedRequest, "answered"> & { readonly partialSuccess: PartialSuccess | undefined };

export interface PartialSuccess {
  readonly rejected: number;
  readonly message: string;
}

/** What it says to that. */
export interface Answer {
  readonly status: number;
  /** JSON, unless it is bytes already. @default nothing */
  readonly body?: unknown;
  /** @default JSON's, where there is a body */
  readonly contentType?: string;
}
