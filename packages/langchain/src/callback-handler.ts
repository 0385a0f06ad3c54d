import {
  type AdapterOptions,
  type Operation,
  type OperationEnd,
  type Recorder,
  type Telemetry,
  telemetrySource,
} from "@isospan/core";
import { recordInvalidToolCalls } from "./invalid-tool-calls.ts";
import { isWhole, type LLMResult, ModelEnd } from "./model-end.ts";
import { ModelRun, type StreamEvent, type TokenFields } from "./model-run.ts";
import { type ExtraParams, ModelStart } from "./model-start.ts";
import { takeToolCall } from "./react-agent.ts";
import { RetrievalEnd, toRetrieval } from "./retrieval.ts";
import { RunStart } from "./run-start.ts";
import { className, type Metadata, object, type Serialized } from "./shapes.ts";
import { type StepMark, startFailedParser, startStep } from "./step.ts";
import { toChainEnd } from "./to-chain-end.ts";
import { toErrorEnd } from "./to-error-end.ts";
import type { BaseMessage } from "./to-messages.ts";
import { NO_MARK, toAgentMark } from "./to-step-kind.ts";
import { nameTool, ToolEnd, type ToolMark } from "./tool-end.ts";

/** LangGraph calls `handleInterrupt` of what has it, and nothing else. Source: @langchain/langgraph src/callbacks.ts */
const GRAPH_HANDLER = Symbol.for("langgraph.graph_callback_handler");
/** Google's client tells of a whole answer as of a chunk. */
const NO_STREAM = { request: { stream: false } } as const;
const PROBLEM = "an event of LangChain's";

export interface IsospanCallbackHandlerOptions extends AdapterOptions {
  /** Whether nodes, sequences, prompts, parsers and hidden runs get spans too, to debug a graph. @default false */
  readonly showPlumbing?: boolean | undefined;
}

/**
 * LangChain and LangGraph telemetry: pass it as a callback, per call or to a constructor. One instance may serve the
 * whole process. It extends nothing, so no copy of LangChain is loaded for it.
 */
export class IsospanCallbackHandler {
  readonly name = "isospan";
  // LangChain runs handlers in a process-wide background queue unless this is set: late start times, and another
  // request's context. Source: @langchain/core src/singletons/callbacks.ts
  readonly awaitHandlers = true;
  readonly lc_serializable = false;
  readonly ignoreLLM = false;
  readonly ignoreChain = false;
  readonly ignoreAgent = false;
  readonly ignoreRetriever = false;
  readonly ignoreCustomEvent = true;
  readonly #telemetry: () => Telemetry;
  readonly #showPlumbing: boolean;
  /** Those that are on their way to LangChain. */
  #refusals = 0;

  constructor(options: IsospanCallbackHandlerOptions = {}) {
    this.#telemetry = telemetrySource(options, {
      showPlumbing: [(value) => typeof value === "boolean", "Pass true or false."],
    });
    this.#showPlumbing = options.showPlumbing ?? false;
    Object.assign(this, { [GRAPH_HANDLER]: true });
  }

  /**
   * Only a gate's refusal may reach the application. LangChain asks this of each error that it has caught around a
   * handler, its own ones too: it writes a tool's arguments as JSON there.
   */
  get raiseError(): boolean {
    return this.#refusals > 0;
  }

  /** LangChain copies handlers; the state is in the recorder, so the same one serves. */
  copy(): this {
    return this;
  }

  // The published types of core 1.1.7 and later give another order; this is the one at run time.
  handleChainStart(
    serialized: Serialized,
    inputs: unknown,
    runId: string,
    parentRunId?: string,
    tags?: string[],
    metadata?: Metadata,
    runType?: string,
    runName?: string,
  ): void | Promise<void> {
    const run = { serialized, inputs, runId, parentRunId, tags, metadata, runType, runName };
    return this.#begin((recorder) => startStep(recorder, run, this.#showPlumbing));
  }

  handleChainEnd(outputs: unknown, runId: string, parentRunId?: string): void {
    this.#see((recorder) => {
      const { isStep, limit } = object(recorder.memo(runId)) as StepMark;
      if (isStep) recordInvalidToolCalls(recorder, outputs, runId);
      const ended = limit !== undefined && object(outputs).jumpTo === "end";
      if (ended) recorder.open(parentRunId ?? "")?.update({ limitHit: limit });
    });
    this.#end(runId, () => toChainEnd(outputs));
  }

  handleChainError(error: unknown, runId: string, parentRunId?: string): void {
    const end = toErrorEnd(error);
    // The graph around what waits for a person ends as if nothing were the matter.
    if (end.outcome === "interrupted" && parentRunId !== undefined) {
      this.#see((recorder) => recorder.open(parentRunId)?.update(end));
    }
    this.#see((recorder) => startFailedParser(recorder, runId, error));
    this.#end(runId, () => end);
  }

  /** Of an outermost graph. Where it stops at a breakpoint of its own, no error tells of it. */
  handleInterrupt(event: { readonly runId?: string }): void {
    this.#see((recorder) => recorder.open(event.runId ?? "")?.update({ outcome: "interrupted" }));
  }

  handleChatModelStart(
    serialized: Serialized,
    messages: BaseMessage[][],
    runId: string,
    parentRunId?: string,
    extra?: ExtraParams,
    _tags?: string[],
    metadata?: Metadata,
  ): void | Promise<void> {
    const start = new ModelStart("chat", serialized, messages?.[0], extra, metadata);
    return this.#beginModel(start, runId, parentRunId, extra);
  }

  handleLLMStart(
    serialized: Serialized,
    prompts: string[],
    runId: string,
    parentRunId?: string,
    extra?: ExtraParams,
    _tags?: string[],
    metadata?: Metadata,
  ): void | Promise<void> {
    const start = new ModelStart("text_completion", serialized, prompts, extra, metadata);
    return this.#beginModel(start, runId, parentRunId, extra);
  }

  handleLLMNewToken(
    token: string,
    _index: unknown,
    runId: string,
    _parentRunId?: string,
    _tags?: string[],
    fields?: TokenFields,
  ): void {
    // Without a closure: this runs for every chunk.
    const recorder = this.#telemetry().recorder;
    try {
      const operation = recorder.open(runId);
      const run = operation && recorder.memo(runId);
      if (operation !== undefined && run instanceof ModelRun) run.token(operation, token, fields);
    } catch (error) {
      recorder.failed(PROBLEM, error);
    }
  }

  handleChatModelStreamEvent(event: StreamEvent, runId: string): void {
    this.#see((recorder) => {
      const operation = recorder.open(runId);
      const run = recorder.memo(runId);
      if (operation !== undefined && run instanceof ModelRun) run.event(operation, event);
    });
  }

  handleLLMEnd(
    output: LLMResult,
    runId: string,
    _parentRunId?: string,
    _tags?: string[],
    extra?: { cached?: boolean },
  ): void {
    this.#see((recorder) => {
      const run = recorder.memo(runId);
      const told = run instanceof ModelRun && run.toldWhole && extra?.cached !== true;
      if (told && isWhole(output)) recorder.open(runId)?.update(NO_STREAM);
    });
    this.#end(
      runId,
      (recorder) => new ModelEnd(output, recorder.memo(runId) as ModelRun | undefined, extra?.cached === true),
    );
  }

  handleLLMError(error: unknown, runId: string): void {
    this.#end(runId, () => toErrorEnd(error));
  }

  handleToolStart(
    serialized: Serialized,
    input: string,
    runId: string,
    parentRunId?: string,
    _tags?: string[],
    metadata?: Metadata,
    runName?: string,
    toolCallId?: string,
  ): void | Promise<void> {
    return this.#begin((recorder) => {
      const name = runName ?? className(serialized) ?? "tool";
      const { toolCalls } = object(parentRunId && recorder.memo(parentRunId)) as StepMark;
      const callId = toolCallId ?? takeToolCall(toolCalls, name);
      const tool = { name, arguments: input, callId };
      const memo: ToolMark = { ...toAgentMark(metadata), name, named: runName !== undefined, callId };
      const at = { key: runId, parentKey: parentRunId, memo };
      return recorder.start(new RunStart("execute_tool", { tool }, metadata), at);
    });
  }

  handleToolEnd(output: unknown, runId: string): void {
    this.#see((recorder) => nameTool(recorder, output, runId));
    this.#end(runId, (recorder) => new ToolEnd(output, (recorder.memo(runId) as ToolMark | undefined)?.callId));
  }

  handleToolError(error: unknown, runId: string): void {
    this.#end(runId, () => toErrorEnd(error));
  }

  handleRetrieverStart(
    serialized: Serialized,
    query: string,
    runId: string,
    parentRunId?: string,
    tags?: string[],
    metadata?: Metadata,
    runName?: string,
  ): void | Promise<void> {
    return this.#begin((recorder) => {
      const retrieval = toRetrieval(serialized, query, tags, runName);
      const start = new RunStart("retrieval", { retrieval }, metadata);
      return recorder.start(start, { key: runId, parentKey: parentRunId, memo: NO_MARK });
    });
  }

  handleRetrieverEnd(documents: unknown, runId: string): void {
    this.#end(runId, () => new RetrievalEnd(documents));
  }

  handleRetrieverError(error: unknown, runId: string): void {
    this.#end(runId, () => toErrorEnd(error));
  }

  #beginModel(
    start: ModelStart,
    key: string,
    parentKey: string | undefined,
    extra: ExtraParams | undefined,
  ): void | Promise<void> {
    return this.#begin((recorder) => {
      const memo = new ModelRun(this.#see(() => start.leavesCacheOut));
      return recorder.start(start, { key, parentKey, memo, signal: extra?.options?.signal });
    });
  }

  /** Only what a gate throws may get out of here. */
  #begin(start: (recorder: Recorder) => Operation | undefined): void | Promise<void> {
    const recorder = this.#telemetry().recorder;
    const operation = this.#see(start);
    // Before any wait: what is attached later does not reach the run.
    operation?.attach();
    if (operation === undefined || !recorder.gated) return;
    try {
      return recorder.admit(operation)?.catch((refusal: unknown) => this.#refuse(refusal));
    } catch (refusal) {
      this.#refuse(refusal);
    }
  }

  #refuse(refusal: unknown): never {
    this.#refusals++;
    setTimeout(() => this.#refusals--, 0);
    throw refusal;
  }

  #end(runId: string, end?: (recorder: Recorder) => OperationEnd): void {
    const recorder = this.#telemetry().recorder;
    recorder.open(runId)?.detach();
    recorder.end(runId, end && this.#see(end));
  }

  #see<T>(fn: (recorder: Recorder) => T): T | undefined {
    const recorder = this.#telemetry().recorder;
    try {
      return fn(recorder);
    } catch (error) {
      recorder.failed(PROBLEM, error);
      return undefined;
    }
  }
}
