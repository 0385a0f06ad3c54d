import type { Parts } from "../parts.ts";
import { outside } from "../scope.ts";
import type { Sink } from "../sink.ts";
import { contentOf, withoutEventContent } from "./event-content.ts";
import type { FeedbackDelivery, FeedbackInput, FeedbackResult, TelemetryEventInput } from "./event-input.ts";
import { EventReader, type Surroundings } from "./event-reader.ts";
import type { TelemetryEvent } from "./telemetry-event.ts";

/** Whoever waits for what became of a feedback is answering a request. */
const MOST_WAIT_MS = 30_000;

/** Where events leave: read once, then to each sink as far as it may see them. Never throws, never rejects. */
export class EventOutlet {
  readonly #parts: Parts;
  readonly #reader: EventReader;
  readonly #sinks: readonly Sink[];
  readonly #surroundings: () => Surroundings;
  #closed = false;

  constructor(parts: Parts, sinks: readonly Sink[], surroundings: () => Surroundings) {
    this.#parts = parts;
    this.#reader = new EventReader(parts);
    this.#sinks = sinks.filter((sink) => sink.event !== undefined);
    this.#surroundings = surroundings;
  }

  event(given: TelemetryEventInput): void {
    const event = this.#read(() => this.#reader.read(given, this.#surroundings()));
    if (!("problem" in event)) void this.#deliver(event);
  }

  async feedback(given: FeedbackInput): Promise<FeedbackResult> {
    const event = this.#read(() => this.#reader.feedback(given, this.#surroundings()));
    if ("problem" in event) return { status: "refused", problem: event.problem };
    return { status: "recorded", id: event.id, destinations: await this.#deliver(event) };
  }

  close(): void {
    this.#closed = true;
  }

  #read<E extends TelemetryEvent>(read: () => E | { readonly problem: string }): E | { readonly problem: string } {
    const { diagnostics } = this.#parts;
    if (this.#closed) {
      const problem = "An event came after shutdown";
      diagnostics.report("start_after_shutdown", problem);
      return { problem };
    }
    try {
      const event = read();
      if ("problem" in event) diagnostics.report("invalid_event", `An event was left out: ${event.problem}`);
      return event;
    } catch (error) {
      diagnostics.report("invalid_event", "An event could not be read and was left out", error);
      return { problem: "it could not be read" };
    }
  }

  /** What became of it where a sink says so later: those are the destinations that it is sent to. */
  async #deliver(event: TelemetryEvent): Promise<readonly FeedbackDelivery[]> {
    const deliveries: Promise<FeedbackDelivery>[] = [];
    const content = contentOf(event);
    const bare = content.length === 0 ? event : withoutEventContent(event);
    for (const sink of this.#sinks) {
      const allowed = this.#parts.policy.allows(sink.destination);
      const answer = this.#tell(sink, allowed ? event : bare);
      if (answer instanceof Promise) deliveries.push(this.#settle(sink, event, answer, allowed ? [] : content));
    }
    return Promise.all(deliveries);
  }

  async #settle(
    { destination = "unnamed" }: Sink,
    event: TelemetryEvent,
    answer: Promise<unknown>,
    withheld: readonly string[],
  ): Promise<FeedbackDelivery> {
    const rest = { destination, ...(withheld.length > 0 && { withheld }) };
    try {
      const { error } = Object(await inTime(answer)) as { error?: unknown };
      if (error !== undefined) return { ...rest, status: "failed", error: toError(error) };
      return { ...rest, status: withheld.length > 0 && isContentAlone(event) ? "withheld" : "delivered" };
    } catch (error) {
      this.#parts.diagnostics.report("sink_error", "A sink rejected an event", error);
      return { ...rest, status: "failed", error: toError(error) };
    }
  }

  #tell(sink: Sink, event: TelemetryEvent): unknown {
    try {
      return sink.event?.(event);
    } catch (error) {
      this.#parts.diagnostics.report("sink_error", "A sink threw at an event", error);
      return Promise.resolve({ error });
    }
  }
}

async function inTime(answer: Promise<unknown>): Promise<unknown> {
  const { promise: late, resolve } = Promise.withResolvers<{ error: Error }>();
  const error = new Error(`no answer within ${MOST_WAIT_MS} ms; it may still arrive`);
  const timer = outside(() => setTimeout(resolve, MOST_WAIT_MS, { error }));
  (timer as { unref?: () => void }).unref?.();
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Without its content nothing is left to be sent. */
function isContentAlone(event: TelemetryEvent): boolean {
  return event.type === "feedback" && event.score === undefined;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
