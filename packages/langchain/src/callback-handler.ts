import {
  type AdapterOptions,
  type Operation,
  type OperationEnd,
  type OperationStart,
  type Recorder,
  type Telemetry,
  telemetrySource,
} from "@isospan/core";
import { chunkHasContent, type LLMResult, ModelEnd, type TokenFields } from "./model-end.ts";
import { type ExtraParams, ModelStart } from "./model-start.ts";
import { type Metadata, type Serialized, text } from "./shapes.ts";
import type { BaseMessage } from "./to-messages.ts";
import { type AgentMark, NO_MARK, toAgentMark, toStepKind } from "./to-step-kind.ts";
import { ToolEnd } from "./tool-end.ts";

export type IsospanCallbackHandlerOptions = AdapterOptions;

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
  readonly ignoreRetriever = true;
  readonly ignoreCustomEvent = true;
  readonly #telemetry: () => Telemetry;

  constructor(options: IsospanCallbackHandlerOptions = {}) {
    this.#telemetry = telemetrySource(options);
  }

  /** Only a gate's refusal may reach the application, and only where there is a gate. */
  get raiseError(): boolean {
    return this.#recorder.gated;
  }

  get #recorder(): Recorder {
    return this.#telemetry().recorder;
  }

  /** LangChain copies handlers; the state is in the recorder, so the same one serves. */
  copy(): this {
    return this;
  }

  // The published types of core 1.1.7 and later give another order; this is the one at run time.
  handleChainStart(
    serialized: Serialized,
    _inputs: unknown,
    runId: string,
    parentRunId?: string,
    tags?: string[],
    metadata?: Metadata,
    runType?: string,
    runName?: string,
  ): void | Promise<void> {
    return this.#begin(() => {
      const recorder = this.#recorder;
      const mark = toAgentMark(metadata);
      const parent = parentRunId === undefined ? undefined : (recorder.memo(parentRunId) as AgentMark | undefined);
      const step = toStepKind({ serialized, tags, mark, runType, runName, parent });
      if (step === undefined) {
        recorder.plumbing(runId, parentRunId, mark);
        return undefined;
      }
      const { kind, name } = step;
      const { conversationId } = mark;
      const start: OperationStart =
        kind === "agent"
          ? { name: "invoke_agent", agent: { name }, conversationId }
          : { name: "invoke_workflow", label: name, conversationId };
      return recorder.start(start, { key: runId, parentKey: parentRunId, memo: mark });
    });
  }

  handleChainEnd(_outputs: unknown, runId: string): void {
    this.#end(runId, () => ({}));
  }

  handleChainError(error: unknown, runId: string): void {
    this.#end(runId, () => toErrorEnd(error));
  }

  handleChatModelStart(
    _serialized: Serialized,
    messages: BaseMessage[][],
    runId: string,
    parentRunId?: string,
    extra?: ExtraParams,
    _tags?: string[],
    metadata?: Metadata,
  ): void | Promise<void> {
    return this.#begin(() => {
      const start = new ModelStart(extra, metadata, messages?.[0]);
      const { signal } = extra?.options ?? {};
      return this.#recorder.start(start, { key: runId, parentKey: parentRunId, memo: NO_MARK, signal });
    });
  }

  handleLLMNewToken(
    token: string,
    _index: unknown,
    runId: string,
    _parentRunId?: string,
    _tags?: string[],
    fields?: TokenFields,
  ): void {
    this.#guard(() => {
      if (chunkHasContent(token, fields)) this.#recorder.open(runId)?.chunk(fields?.chunk);
    });
  }

  handleLLMEnd(
    output: LLMResult,
    runId: string,
    _parentRunId?: string,
    _tags?: string[],
    extra?: { cached?: boolean },
  ): void {
    this.#end(runId, () => new ModelEnd(output, extra?.cached === true));
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
    return this.#begin(() => {
      const mark = toAgentMark(metadata);
      const name = runName ?? text(serialized?.id?.at(-1)) ?? "tool";
      const tool = { name, arguments: input, callId: toolCallId };
      const start: OperationStart = { name: "execute_tool", tool, conversationId: mark.conversationId };
      return this.#recorder.start(start, { key: runId, parentKey: parentRunId, memo: { ...mark, isTool: true } });
    });
  }

  handleToolEnd(output: unknown, runId: string): void {
    this.#end(runId, () => new ToolEnd(output));
  }

  handleToolError(error: unknown, runId: string): void {
    this.#end(runId, () => toErrorEnd(error));
  }

  /** Only what a gate throws may get out of here. */
  #begin(start: () => Operation | undefined): void | Promise<void> {
    const operation = this.#guard(start);
    // Before any wait: what is attached later does not reach the run.
    operation?.attach();
    if (operation !== undefined && this.#recorder.gated) return this.#recorder.admit(operation);
  }

  #end(runId: string, end: () => OperationEnd): void {
    const recorder = this.#recorder;
    recorder.open(runId)?.detach();
    recorder.end(runId, this.#guard(end));
  }

  #guard<T>(fn: () => T): T | undefined {
    try {
      return fn();
    } catch (error) {
      this.#recorder.failed("an event of LangChain's", error);
      return undefined;
    }
  }
}

/** Interrupts, handoffs and drains travel as errors and are none. */
function toErrorEnd(error: unknown): OperationEnd {
  try {
    const { is_bubble_up, command } = (error ?? {}) as { is_bubble_up?: unknown; command?: unknown };
    if (is_bubble_up === true) return { outcome: command === undefined ? "interrupted" : "ok" };
  } catch {
    // What cannot be read is an error.
  }
  return { error: error ?? null };
}
