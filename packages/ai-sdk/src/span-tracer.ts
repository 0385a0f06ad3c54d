import type { Operation, OperationEnd, Recorder } from "@isospan/core";
import { leavesCalls, waitsForApproval } from "./agent-end.ts";
import { type AgentAbout, AgentStart } from "./agent-start.ts";
import { type Fields, fields, text } from "./fields.ts";
import { isUnreadable, recordUnreadable } from "./unreadable-answers.ts";

type Work = (span: CallSpan) => unknown;

const AGENTS: ReadonlySet<string> = new Set(["ai.generateText", "ai.streamText"]);
const OBJECTS: ReadonlySet<string> = new Set(["ai.generateObject", "ai.streamObject"]);
/** What has no span of its own, and says for whom its calls are made and what they keep back. */
const STEPS: ReadonlySet<string> = new Set([...OBJECTS, "ai.embed", "ai.embedMany", "ai.rerank"]);

/** OpenTelemetry's status. */
const ERROR = 2;

let calls = 0;

/**
 * OpenTelemetry's tracer as far as AI SDK 5 and 6 use it. The spans that they would begin tell of agents and tools; their
 * spans of models are left to what instruments the model itself.
 */
export class SpanTracer {
  readonly #recorder: () => Recorder;
  readonly #about: AgentAbout;
  /** Keys of the agents that have begun. What was refused or cut short does not say so here. */
  readonly #agents = new Set<string>();

  constructor(recorder: () => Recorder, about: AgentAbout) {
    this.#recorder = recorder;
    this.#about = about;
  }

  startSpan(): CallSpan {
    return new CallSpan();
  }

  /** AI SDK 6 tells in an event what a run leaves to a person or the application, and not which run. */
  finished(event: unknown): void {
    const recorder = this.#recorder();
    try {
      const { content } = fields(event);
      const outcome = waitsForApproval(content) ? "interrupted" : undefined;
      const endsTurn = leavesCalls(content);
      if (outcome === undefined && !endsTurn) return;
      for (const key of this.#agents) if (recorder.open(key) === undefined) this.#agents.delete(key);
      const [agent = "", ...others] = this.#agents;
      if (others.length === 0) recorder.open(agent)?.update({ outcome, endsTurn });
    } catch (error) {
      recorder.failed("reading an event", error);
    }
  }

  /** The work comes last, after options and sometimes a context. */
  startActiveSpan(name: string, ...rest: readonly unknown[]): unknown {
    const work = rest.at(-1) as Work;
    const attributes = fields(fields(rest[0]).attributes);
    // What has a key of a framework's is closed with its last call, where the SDK forgets to.
    const key = `ai-sdk/${++calls}`;
    const recorder = this.#recorder();
    if (STEPS.has(name)) {
      const span = OBJECTS.has(name) ? new ObjectSpan(recorder, name, key) : new CallSpan();
      return recorder.runStep(key, new AgentStart(this.#about), () => work(span));
    }
    const operation = this.#start(recorder, name, key, attributes);
    if (operation === undefined) return work(new CallSpan());
    const span = new CallSpan(operation, text(attributes["ai.toolCall.id"]), () => this.#agents.delete(key));
    const admitted = recorder.gated ? recorder.admit(operation) : undefined;
    const run = (): unknown => operation.run(() => work(span));
    return admitted === undefined ? run() : admitted.then(run);
  }

  #start(recorder: Recorder, name: string, key: string, attributes: Fields): Operation | undefined {
    if (AGENTS.has(name)) {
      this.#agents.add(key);
      return recorder.start(new AgentStart(this.#about), { key });
    }
    if (name !== "ai.toolCall") return undefined;
    const tool = {
      name: text(attributes["ai.toolCall.name"]) ?? "tool",
      callId: text(attributes["ai.toolCall.id"]),
      arguments: attributes["ai.toolCall.args"],
    };
    return recorder.start({ name: "execute_tool", tool }, { key });
  }
}

/** OpenTelemetry's span as far as AI SDK 5 and 6 use it. */
class CallSpan {
  #operation: Operation | undefined;
  readonly #callId: string | undefined;
  readonly #ended: (() => void) | undefined;
  #end: OperationEnd = {};

  constructor(operation?: Operation, callId?: string, ended?: () => void) {
    this.#operation = operation;
    this.#callId = callId;
    this.#ended = ended;
  }

  setAttribute(key: string, value: unknown): this {
    return this.setAttributes({ [key]: value });
  }

  setAttributes(given: unknown): this {
    const attributes = fields(given);
    const result = attributes["ai.toolCall.result"];
    if (result !== undefined) {
      const part = { type: "tool_call_response", id: this.#callId, response: result };
      this.#end = { ...this.#end, output: [{ role: "tool", parts: [part] }] };
    }
    if (attributes["ai.response.finishReason"] === "error") this.#end = { outcome: "error", ...this.#end };
    return this;
  }

  /** The SDK tells the parts of an error, not the error. */
  recordException(given: unknown): void {
    this.#end = { ...this.#end, error: toThrown(given) };
  }

  /** OpenTelemetry's ERROR. What was thrown and is no Error comes without an exception. */
  setStatus(status: unknown): this {
    const { code, message = null } = fields(status);
    if (code === ERROR && this.#end.error === undefined) this.#end = { ...this.#end, error: message };
    return this;
  }

  /** The SDK may end it twice. */
  end(): void {
    // An agent's span says nothing of a stream that broke off, and of errors a text at most.
    this.#operation?.end(this.#callId === undefined ? { ...this.#end, untold: true } : this.#end);
    this.#operation = undefined;
    this.#ended?.();
  }

  addEvent(): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  isRecording(): boolean {
    return this.#operation !== undefined;
  }

  /** None: the operation's own span is made by core. */
  spanContext(): { readonly traceId: string; readonly spanId: string; readonly traceFlags: number } {
    return { traceId: "0".repeat(32), spanId: "0".repeat(16), traceFlags: 0 };
  }
}

/** A function whose answer must be an object: only that it cannot be read is told here. */
class ObjectSpan extends CallSpan {
  readonly #recorder: Recorder;
  readonly #name: string;
  readonly #key: string;

  constructor(recorder: Recorder, name: string, key: string) {
    super();
    this.#recorder = recorder;
    this.#name = name;
    this.#key = key;
    recorder.plumbing(key);
  }

  override recordException(given: unknown): void {
    if (isUnreadable(given)) recordUnreadable(this.#recorder, this.#name, this.#key, toThrown(given));
  }

  override end(): void {
    this.#recorder.end(this.#key);
  }
}

function toThrown(given: unknown): Error {
  if (given instanceof Error) return given;
  const { name = "Error", message = given } = fields(given);
  return Object.assign(new Error(text(message)), { name: text(name) });
}
