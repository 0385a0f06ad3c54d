/**
 * One whole run, as `POST /runs/multipart` takes it.
 * @see https://api.smith.langchain.com/redoc (RunCreate)
 */
export interface Run {
  readonly id: string;
  readonly trace_id: string;
  readonly parent_run_id?: string;
  readonly dotted_order: string;
  readonly name: string;
  readonly run_type: RunType;
  readonly session_name: string;
  /** With microseconds and zone. */
  readonly start_time: string;
  readonly end_time: string;
  readonly status: "success" | "error";
  readonly error?: string;
  readonly inputs: Fields;
  readonly outputs: Fields;
  readonly events?: readonly { readonly name: string; readonly time: string }[];
  readonly tags?: readonly string[];
  readonly extra: { readonly metadata: Metadata; readonly invocation_params?: Fields };
}

export type RunType = "llm" | "chain" | "tool" | "retriever" | "embedding";

export type Fields = Readonly<Record<string, unknown>>;

export type Metadata = Fields & { readonly usage_metadata?: UsageMetadata };

/** Tokens and USD. Totals include their details. */
export interface UsageMetadata {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  readonly total_tokens?: number;
  readonly input_token_details?: Readonly<Record<string, number>>;
  readonly output_token_details?: Readonly<Record<string, number>>;
  readonly input_cost?: number;
  readonly output_cost?: number;
  readonly total_cost?: number;
  readonly input_cost_details?: Readonly<Record<string, number>>;
  readonly output_cost_details?: Readonly<Record<string, number>>;
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The same object without what is undefined. */
export function defined<T extends object>(fields: T): Defined<T> {
  const kept: Partial<T> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept as Defined<T>;
}
