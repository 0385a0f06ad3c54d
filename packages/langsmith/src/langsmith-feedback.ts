import {
  checkOptions,
  type EvaluationEvent,
  type FeedbackEvent,
  type OperationRecord,
  type OptionCheck,
  type Sink,
  type SinkAnswer,
} from "@isospan/core";
import { createSender, exportLedger, inOrder, type Sender, type SenderOptions } from "@isospan/core/sender";
import { CHECKS, type LangSmithTraceExporterOptions, resolveExporterOptions } from "./exporter-options.ts";
import { projectId } from "./project-id.ts";
import { RecentPlaces } from "./recent-places.ts";
import { type Feedback, type FeedbackContent, toContent, toFeedback } from "./to-feedback.ts";

/** Variables stand in for options as they do for the exporter. */
export interface LangSmithFeedbackOptions
  extends Pick<
    LangSmithTraceExporterOptions,
    "apiKey" | "endpoint" | "project" | "workspaceId" | "requestTimeoutMs" | "deadlineMs"
  > {
  /** The id of the project that has the runs, to save looking it up. @default looked up by the project's name */
  readonly projectId?: string | undefined;
  /** Whether a trace with feedback is kept longer from then on, which LangSmith charges for. @default false */
  readonly extendRetention?: boolean | undefined;
  /** First wait before a request is made again. Milliseconds. @default 500 */
  readonly retryDelayMs?: number | undefined;
}

type Judgement = FeedbackEvent | EvaluationEvent;

// The exporter's account is of spans alone.
const DESTINATION = "langsmith-feedback";
const FLUSH_DEADLINE_MS = 30_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const { apiKey, endpoint, project, workspaceId, requestTimeoutMs, deadlineMs } = CHECKS;
const FEEDBACK_CHECKS: Readonly<Record<keyof LangSmithFeedbackOptions, OptionCheck>> = {
  ...{ apiKey, endpoint, project, workspaceId, requestTimeoutMs, deadlineMs },
  projectId: [
    (value) => typeof value === "string" && UUID.test(value),
    "Copy the id from the project's page, or pass its name as project.",
  ],
  extendRetention: CHECKS.hideMetadata,
  retryDelayMs: deadlineMs,
};

/**
 * A sink that sends feedback and evaluations to LangSmith as feedback of their run. The same feedback given again changes
 * the earlier one. Ids alone are enough for operations that ended in this process lately, a trace's id for its outermost
 * one; for others it needs the reference. Throws `ConfigurationError` where an option is wrong.
 */
export function langsmithFeedback(options: LangSmithFeedbackOptions = {}): Sink {
  const delivery = new FeedbackDelivery(options);
  const ordered = inOrder();
  return Object.assign((record: OperationRecord) => delivery.recent.learn(record), {
    destination: "langsmith",
    event: (event: Parameters<NonNullable<Sink["event"]>>[0]): Promise<SinkAnswer> | undefined => {
      if (event.type !== "feedback" && event.type !== "evaluation") return undefined;
      return ordered(event.id, () => delivery.deliver(event));
    },
    flush: () => delivery.flush(),
    shutdown: () => delivery.shutdown(),
  });
}

/**
 * By LangSmith's HTTP interface and our sender, not by LangSmith's client: from 0.12 on that may put feedback into a batch
 * and never say what became of it, and one of its variables drops feedback without a word.
 */
class FeedbackDelivery {
  readonly recent: RecentPlaces = new RecentPlaces();
  readonly #common: Pick<SenderOptions<unknown>, "destination" | "headers" | "requestTimeoutMs" | "deadlineMs">;
  readonly #retryDelayMs: number;
  readonly #url: string;
  readonly #projectId: () => Promise<string>;
  readonly #retention: { readonly extend_trace_retention: boolean };
  readonly #ledger = exportLedger(DESTINATION);
  readonly #creating: Sender<Feedback>;
  readonly #changing = new Set<Sender<FeedbackContent>>();
  readonly #open = new Set<Promise<SinkAnswer>>();
  /** Those that LangSmith had already. */
  readonly #known = new WeakSet<Feedback>();

  constructor(given: LangSmithFeedbackOptions) {
    checkOptions(given, FEEDBACK_CHECKS);
    const { projectId: id, extendRetention = false, retryDelayMs = 500, ...options } = given;
    const { apiKey, endpoint, workspaceId, project, requestTimeoutMs, deadlineMs } = resolveExporterOptions(options);
    const headers = { "x-api-key": apiKey, ...(workspaceId !== undefined && { "x-tenant-id": workspaceId }) };
    this.#common = { destination: DESTINATION, headers, requestTimeoutMs, deadlineMs };
    this.#retryDelayMs = retryDelayMs;
    this.#url = `${endpoint}/feedback`;
    this.#retention = { extend_trace_retention: extendRetention };
    const lookUp = projectId({ url: `${endpoint}/sessions`, headers, project, requestTimeoutMs, retryDelayMs });
    this.#projectId = id === undefined ? lookUp : async () => id;
    this.#creating = this.#sender(this.#url, { onConflict: (feedback) => void this.#known.add(feedback) });
  }

  deliver(event: Judgement): Promise<SinkAnswer> {
    const delivery = this.#deliver(event).catch((error: Error) => {
      this.#ledger.dropped(1, "failed", `1 dropped (failed), ${this.#url}: ${error.message}`);
      return { error };
    });
    this.#open.add(delivery);
    void delivery.then(() => this.#open.delete(delivery));
    return delivery;
  }

  /** Not by the senders, since what has left the first may go on to a second. */
  async flush(): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, FLUSH_DEADLINE_MS);
    await Promise.race([Promise.all(this.#open), late]);
    clearTimeout(timer);
  }

  async shutdown(): Promise<void> {
    await this.#creating.shutdown();
    await Promise.all([...this.#changing].map((sender) => sender.shutdown()));
  }

  async #deliver(event: Judgement): Promise<SinkAnswer> {
    const feedback = await toFeedback(event, this.recent);
    if (feedback === undefined) return undefined;
    const whole = { ...feedback, session_id: await this.#projectId(), ...this.#retention };
    const created = await this.#creating.send([whole]);
    return this.#known.has(whole) ? this.#change(feedback.id, toContent(event)) : created;
  }

  async #change(id: string, content: FeedbackContent): Promise<SinkAnswer> {
    const sender = this.#sender<FeedbackContent>(`${this.#url}/${id}`, { method: "PATCH" });
    this.#changing.add(sender);
    const changed = await sender.send([content]);
    this.#changing.delete(sender);
    return changed;
  }

  #sender<T>(url: string, options: Pick<SenderOptions<T>, "method" | "onConflict">): Sender<T> {
    return createSender<T>({
      ...this.#common,
      ...options,
      url,
      retryDelayMs: this.#retryDelayMs,
      maxBatchItems: 1,
      compression: "none",
      sizeOf: (item) => JSON.stringify(item).length,
      encode: ([item]) => ({ body: JSON.stringify(item), contentType: "application/json" }),
    });
  }
}
