import type { Message, Operation, OperationEnd, OperationStart, Recorder, ToolDefinition, Usage } from "@isospan/core";
import {
  type ModelPlay,
  type ModelScript,
  type Reply,
  type ScriptedUsage,
  SETTINGS,
  type ToolDeclaration,
} from "../scenario.ts";
import { asked, assistant } from "./raw-messages.ts";

/** Of an answer in JSON. */
export const JSON_SETTINGS = { ...SETTINGS, outputType: "json" } as const;

export interface RawModelOptions extends Pick<OperationStart, "conversationId"> {
  readonly doubled?: boolean;
}

/** A scripted model, its calls recorded by hand. */
export class RawModel {
  readonly #recorder: Recorder;
  readonly #script: ModelScript;
  readonly #options: RawModelOptions;
  #calls = 0;

  constructor(recorder: Recorder, script: ModelScript, options: RawModelOptions = {}) {
    this.#recorder = recorder;
    this.#script = script;
    this.#options = options;
  }

  async play(play: ModelPlay): Promise<void> {
    const more = {
      request: play.schema === undefined ? SETTINGS : JSON_SETTINGS,
      toolDefinitions: play.tools?.map(toDefinition),
    };
    if (play.stream) await this.#stream([asked(play)], play.stop);
    else await this.call([asked(play)], more);
  }

  async call(input: readonly Message[], more: Partial<OperationStart> = {}): Promise<Reply> {
    const reply = this.#next();
    const operation = this.#start(input, more);
    await this.#recorder.admit(operation);
    return operation.run(async () => {
      // The same call, seen a second time from within.
      const inner = this.#options.doubled ? this.#start(input, more) : undefined;
      const end = reply.error === undefined ? this.#end(reply) : { error: toError(reply.error) };
      inner?.end(end);
      operation.end(end);
      if (end.error !== undefined) throw end.error;
      return reply;
    });
  }

  async #stream(input: readonly Message[], stop: ModelPlay["stop"]): Promise<void> {
    const reply = this.#next();
    const abort = new AbortController();
    const operation = this.#recorder.start(this.#request(input), { signal: abort.signal });
    const inner = this.#options.doubled ? operation.run(() => this.#start(input)) : undefined;
    let read = 0;
    for (const chunk of reply.chunks ?? []) {
      inner?.chunk(chunk);
      operation.chunk(chunk);
      if (++read !== stop?.afterChunks) continue;
      if (stop.how === "abort") abort.abort();
      return;
    }
    const end = reply.error === undefined ? this.#end(reply) : { error: toError(reply.error) };
    inner?.end(end);
    operation.end(end);
  }

  #next(): Reply {
    return this.#script.replies[this.#calls++] as Reply;
  }

  #start(input: readonly Message[], more: Partial<OperationStart> = {}): Operation {
    return this.#recorder.start({ ...this.#request(input), ...more });
  }

  #request(input: readonly Message[]): OperationStart {
    const { conversationId } = this.#options;
    const { name: model } = this.#script;
    return { name: "chat", provider: "openai.chat", model, request: SETTINGS, conversationId, input };
  }

  #end(reply: Reply): OperationEnd {
    const finishReasons = [reply.toolCalls ? "tool_calls" : "stop"];
    const usage = reply.usage && toUsage(reply.usage);
    return {
      response: { id: `chatcmpl-${this.#calls}`, model: this.#script.responseModel, finishReasons },
      usage,
      identity: usage,
      output: [assistant(reply)],
    };
  }
}

function toError({ status, message }: NonNullable<Reply["error"]>): Error {
  return Object.assign(new Error(message), { status });
}

function toUsage({ input, output, cacheRead, reasoning }: ScriptedUsage): Usage {
  return { inputTokens: input, outputTokens: output, cacheReadTokens: cacheRead, reasoningTokens: reasoning };
}

export function toDefinition(tool: ToolDeclaration): ToolDefinition {
  return { type: "function", ...tool };
}
