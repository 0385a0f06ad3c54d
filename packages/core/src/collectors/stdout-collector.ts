import { checkOption, checkOptions, type OptionCheck } from "../check-options.ts";
import type { Sink } from "../sink.ts";

export interface LineOptions {
  /** Takes each text, without a line break at its end. @default console.log */
  readonly write?: ((text: string) => void) | undefined;
}

const WRITE: OptionCheck = [(value) => typeof value === "function", "Pass a function that takes a text."];

/** Where lines go. Throws `ConfigurationError` where an option is wrong. */
export function toWrite(options: LineOptions): (text: string) => void {
  checkOptions(options, { write: WRITE });
  return options.write ?? ((text) => console.log(text));
}

/** The same of a function that must be given. */
export function checkWrite(write: unknown): void {
  checkOption("write", write, WRITE);
}

/** Writes each finished record as one line of JSON. Its name in the content policy is `stdout`. */
export function stdoutCollector(options: LineOptions = {}): Sink {
  const write = toWrite(options);
  return Object.assign((record: object) => write(JSON.stringify(record)), { destination: "stdout" });
}
