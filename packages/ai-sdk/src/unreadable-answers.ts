import type { Recorder } from "@isospan/core";
import { fields } from "./fields.ts";

/** Whether an error says that the model has answered, and not with an object of the form that was asked for. */
export function isUnreadable(error: unknown): boolean {
  return fields(error).name === "AI_NoObjectGeneratedError";
}

/** What stands for such an error where the SDK hides it. */
export function toUnreadable(): Error {
  return Object.assign(new Error(""), { name: "AI_NoObjectGeneratedError" });
}

/**
 * The model's call was a success, and what the SDK made of it was none: a record of its own, since nothing else of such a
 * function has one. `key`: the plumbing's, from which it takes place and start.
 */
export function recordUnreadable(recorder: Recorder, functionName: string, key: string, error: unknown): void {
  const label = functionName.replace(/^ai\./, "");
  recorder.start({ name: "task", label }, { key, parentKey: key }).end({ error });
}
