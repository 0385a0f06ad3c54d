import { afterAll } from "vitest";
import type { Account, Distinct } from "../set-up.ts";

type Cell = string | number;

/** What became of the spans, by fault and destination; it is printed when all tests of the file are done. */
export class Table {
  readonly #rows: Cell[][] = [["set-up", "fault", "destination", "created", "sent", "dropped", "delivered", "twice"]];

  constructor() {
    afterAll(() => console.log(this.#lines().join("\n")));
  }

  add(names: readonly string[], created: number, { sent, dropped }: Account, { different, twice }: Distinct): void {
    this.#rows.push([...names, created, sent, dropped, different, twice]);
  }

  #lines(): readonly string[] {
    const widths = (this.#rows[0] ?? []).map((_, at) => Math.max(...this.#rows.map((row) => String(row[at]).length)));
    return this.#rows.map((row) =>
      row
        .map((cell, at) => {
          const width = widths[at] ?? 0;
          return typeof cell === "number" ? String(cell).padStart(width) : cell.padEnd(width);
        })
        .join("  "),
    );
  }
}
