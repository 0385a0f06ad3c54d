/** A run as it was sent: what LangSmith calls `RunIngest`. */
export type RunPayload = Readonly<Record<string, unknown>>;

export interface Attachment {
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** What one request brings. */
export interface Batch {
  readonly creates: readonly RunPayload[];
  readonly updates: readonly RunPayload[];
  readonly feedback: readonly RunPayload[];
  readonly attachments: ReadonlyMap<string, readonly Attachment[]>;
}

/** Milliseconds since 1970: from a number of just these, or from a text with a zone. */
export function toMs(time: unknown): number | undefined {
  if (typeof time === "number") return Number.isInteger(time) ? time : undefined;
  if (typeof time !== "string" || !/(Z|[+-]\d\d:\d\d)$/.test(time)) return undefined;
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? undefined : ms;
}
