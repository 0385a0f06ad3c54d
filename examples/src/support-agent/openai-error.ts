export interface OpenAIErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}

export interface OpenAIErrorDetails {
  readonly status: number;
  readonly message: string;
  /** @default "invalid_request_error" */
  readonly type?: string;
  /** The request field at fault. @default null */
  readonly param?: string;
  /** @default null */
  readonly code?: string;
}

/** A refusal that the server answers with this HTTP status, in OpenAI's error form. */
export class OpenAIError extends Error {
  override readonly name = "OpenAIError";
  readonly status: number;
  readonly body: OpenAIErrorBody;

  constructor(details: OpenAIErrorDetails) {
    const { status, message, type = "invalid_request_error", param = null, code = null } = details;
    super(message);
    this.status = status;
    this.body = { error: { message, type, param, code } };
  }
}

/** Anything that is not a refusal is the server's own fault: status 500. */
export function toOpenAIError(error: unknown): OpenAIError {
  if (error instanceof OpenAIError) return error;
  return new OpenAIError({ status: 500, message: String(error), type: "server_error" });
}
