import { exportCounts, type Sender, type SenderOptions } from "../src/sender/index.ts";
import type { Runtime } from "../src/sender/runtime.ts";
import { systemRuntime } from "../src/sender/runtime.ts";
import { BatchSender } from "../src/sender/sender.ts";
import { resolveSenderOptions } from "../src/sender/sender-options.ts";
import type { LoopbackServer, Received } from "./loopback-server.ts";

export interface SenderSetUp {
  readonly sender: Sender<number>;
  readonly destination: string;
  /** How long each wait was, in milliseconds. No time really passes. */
  readonly waits: readonly number[];
  readonly nowMs: () => number;
  /** Lets the time limits of all requests in flight pass. */
  readonly expire: () => void;
  readonly counts: () => ReturnType<typeof exportCounts>[string] | undefined;
}

let senders = 0;

/** A sender of numbers, each about 100 bytes, as lines of JSON. Waiting takes no time; the network is real. */
export function senderTo(
  { url }: Pick<LoopbackServer, "url">,
  options: Partial<SenderOptions<number>> = {},
  runtime: Partial<Runtime> = {},
): SenderSetUp {
  const destination = `place-${senders++}`;
  const waits: number[] = [];
  let nowMs = 0;
  const limits = new Set<() => void>();
  const fake: Runtime = {
    ...systemRuntime,
    now: () => nowMs,
    random: () => 1,
    timeout: (_, fn) => {
      limits.add(fn);
      return () => limits.delete(fn);
    },
    sleep: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
    ...runtime,
  };
  const expire = (): void => {
    for (const fn of [...limits]) fn();
  };
  const encode = (items: readonly number[]) => ({ body: toBody(items), contentType: "application/json" });
  const given = {
    destination,
    url,
    encode,
    sizeOf: () => 100,
    maxBatchItems: 100,
    requestTimeoutMs: 2_000,
    ...options,
  };
  const sender = new BatchSender(resolveSenderOptions<number>(given), fake);
  return {
    sender,
    destination,
    waits,
    nowMs: () => nowMs,
    expire,
    counts: () => exportCounts()[destination],
  };
}

function toBody(items: readonly number[]): string {
  return JSON.stringify(items.map((item) => ({ item, filler: "x".repeat(80) })));
}

/** What stood in a request's body. */
export function itemsOf({ text }: Received): readonly number[] {
  return (JSON.parse(text) as { item: number }[]).map(({ item }) => item);
}

export function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i);
}
