import type { Sink } from "../sink.ts";

export interface LineOptions {
  /** Takes each text, without a line break at its end. @default console.log */
  readonly write?: (text: string) => void;
}

/** Writes each finished record as one line of JSON. Its name in the content policy is `stdout`. */
export function stdoutCollector(options: LineOptions = {}): Sink {
  const write = options.write ?? ((line: string) => console.log(line));
  return Object.assign((record: object) => write(JSON.stringify(record)), { destination: "stdout" });
}
