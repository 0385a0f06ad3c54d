import type { OperationRecord, Outcome } from "@isospan/core";

/** A failure is an error; what was cut short, refused on purpose or failed without saying so is a warning. */
const LEVELS: Readonly<Record<Outcome, "ERROR" | "WARNING" | undefined>> = {
  ok: undefined,
  cached: undefined,
  interrupted: undefined,
  error: "ERROR",
  aborted: "WARNING",
  abandoned: "WARNING",
  incomplete: "WARNING",
  denied: "WARNING",
};

export interface Level {
  readonly level: "DEFAULT" | "WARNING" | "ERROR";
  readonly message?: string | undefined;
}

/** Langfuse reads neither `error.type` nor exceptions: what happened has to be its status message. */
export function toLevel({ outcome, error, silentFailure }: OperationRecord): Level {
  const level = LEVELS[outcome];
  if (level !== undefined) return { level, message: error === undefined ? outcome : describe(error) };
  if (silentFailure !== undefined) return { level: "WARNING", message: `silent failure: ${silentFailure}` };
  return { level: "DEFAULT" };
}

function describe({ type, message }: NonNullable<OperationRecord["error"]>): string {
  return message === "" || message === type ? type : `${type}: ${message}`;
}
