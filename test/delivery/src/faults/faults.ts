import type { Fault } from "@isospan-private/vendors";
import type { Work } from "../set-up.ts";

/** Something that goes wrong at a destination. */
export interface FaultCase {
  readonly name: string;
  /** `ends`: within the deadlines, so that nothing may be lost. `never`: only the end of the process is left. */
  readonly ending: "ends" | "refused" | "never";
  /** What is made meanwhile. @default ten thousand small spans */
  readonly work?: Work;
  /** Whether the destination keeps what it does not confirm: then only who knows a span by its id keeps one. */
  readonly stored?: true;
  /** What each destination is told, made when the test begins. */
  readonly start: () => Fault | undefined;
}

export const CREATED = 10_000;
export const WRONG_KEY = "wrong key";

/** What any way of exporting has to bear. */
export const FAULTS: readonly FaultCase[] = [
  { name: "none", ending: "ends", start: () => undefined },
  { name: "500 at first", ending: "ends", start: () => ({ status: 500, times: 5 }) },
  { name: "503 at first", ending: "ends", start: () => ({ status: 503, times: 5 }) },
  { name: "429, Retry-After 2", ending: "ends", start: () => ({ status: 429, retryAfterSeconds: 2, times: 5 }) },
  {
    name: "413 above 1 MB",
    ending: "ends",
    // LangSmith takes a hundred at once: these are more than a megabyte, too.
    work: { spans: CREATED, charactersEach: 12_000, atOnce: 2_000 },
    start: () => ({ status: 413, onlyAboveBytes: 1_000_000, times: "always" }),
  },
  { name: "down for ten seconds", ending: "ends", start: () => ({ downUntil: tenSeconds() }) },
  { name: "hanging at first", ending: "ends", start: () => ({ hang: true, times: 4 }) },
  { name: "hanging", ending: "never", start: () => ({ hang: true, times: "always" }) },
];

/** What the sender makes of it, whoever hands it the spans. */
export const MORE_FAULTS: readonly FaultCase[] = [
  {
    name: "413 above 50 kB",
    ending: "ends",
    start: () => ({ status: 413, onlyAboveBytes: 50_000, times: "always" }),
  },
  { name: "connection cut at first", ending: "ends", start: () => ({ cut: true, times: 5 }) },
  { name: "cut, and yet stored", ending: "ends", stored: true, start: () => ({ cut: true, stores: true, times: 3 }) },
  { name: "503, and yet stored", ending: "ends", stored: true, start: () => ({ status: 503, stores: true, times: 3 }) },
  { name: "slow drip at first", ending: "ends", start: () => ({ slowDripMs: 100, times: 5 }) },
  { name: WRONG_KEY, ending: "refused", start: () => ({ status: 401, times: "always" }) },
  { name: "some refused as invalid", ending: "refused", start: () => ({ status: 400, times: 3 }) },
];

/** What must really pass: how long a server is away is what this is about. */
function tenSeconds(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10_000));
}
