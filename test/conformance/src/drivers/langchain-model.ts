import { type ModelScript, type Reply, SETTINGS } from "../scenario.ts";
import { type BoundTool, toError, toOpenAiTool, toUsageMetadata } from "./langchain-words.ts";

/**
 * What the scripted model is built from, out of one line's `@langchain/core`. Its shapes are the least that both lines
 * share, since their own types do not assign to one another.
 */
export interface ModelModules<Model> {
  readonly BaseChatModel: abstract new (params: { readonly maxRetries: number; readonly callbacks?: never[] }) => Model;
  readonly AIMessage: new (fields: ScriptedMessage) => object;
  readonly AIMessageChunk: new (fields: ScriptedMessage) => object;
  // The message is an `AIMessageChunk` of the same line.
  readonly ChatGenerationChunk: new (fields: {
    readonly text: string;
    readonly message: never;
  }) => object;
}

export type ScriptedModelClass<Model> = new (script: ModelScript, params?: object) => Model;

interface ScriptedMessage {
  readonly content: string;
  readonly id: string;
  readonly tool_calls?: { id: string; name: string; args: Record<string, unknown>; type: "tool_call" }[];
  readonly usage_metadata?: ReturnType<typeof toUsageMetadata>;
  readonly response_metadata?: Record<string, unknown>;
}

interface Configurable {
  withConfig(config: object): object;
}

interface CallOptions {
  readonly tools?: readonly object[];
  readonly response_format?: object;
}

interface RunManager {
  handleLLMNewToken(
    token: string,
    index: undefined,
    runId: undefined,
    parentRunId: undefined,
    tags: undefined,
    fields: object,
  ): Promise<void>;
}

/** LangChain's half of a scripted model: what a provider package would make of the replies. */
export function toScriptedModel<Model>(modules: ModelModules<Model>): ScriptedModelClass<Model> {
  const { AIMessage, AIMessageChunk, ChatGenerationChunk } = modules;
  const Base = modules.BaseChatModel as abstract new (params: object) => object;

  class ScriptedChatModel extends Base {
    lc_namespace = ["conformance", "scripted"];
    readonly #script: ModelScript;
    #calls = 0;

    constructor(script: ModelScript, params: object = {}) {
      super({ maxRetries: 0, ...params });
      this.#script = script;
    }

    _llmType(): string {
      return "scripted";
    }

    // The options' fields are OpenAI's already.
    invocationParams({ tools, response_format }: CallOptions = {}): Record<string, unknown> {
      const { temperature, maxTokens: max_tokens } = SETTINGS;
      return {
        ...{ model: this.#script.name, temperature, max_tokens },
        ...(tools && { tools }),
        ...(response_format && { response_format }),
      };
    }

    getLsParams(): object {
      return { ls_provider: "openai", ls_model_name: this.#script.name, ls_model_type: "chat" };
    }

    bindTools(tools: readonly BoundTool[], options: object = {}): object {
      return (this as unknown as Configurable).withConfig({ ...options, tools: tools.map(toOpenAiTool) });
    }

    async _generate(): Promise<object> {
      const reply = this.#next();
      const text = reply.text ?? "";
      const message = new AIMessage({
        content: text,
        id: `chatcmpl-${this.#calls}`,
        tool_calls: (reply.toolCalls ?? []).map(({ id, name, arguments: args }) => ({
          id,
          name,
          args: { ...args },
          type: "tool_call",
        })),
        ...(reply.usage && { usage_metadata: toUsageMetadata(reply.usage) }),
        response_metadata: {
          model_name: this.#script.responseModel,
          finish_reason: reply.toolCalls ? "tool_calls" : "stop",
        },
      });
      return { generations: [{ text, message }] };
    }

    async *_streamResponseChunks(
      _messages: unknown,
      options: { readonly signal?: AbortSignal },
      runManager?: RunManager,
    ): AsyncGenerator<object> {
      const reply = this.#next();
      const id = `chatcmpl-${this.#calls}`;
      for (const text of reply.chunks ?? [reply.text ?? ""]) {
        options.signal?.throwIfAborted();
        const chunk = toChunk({ content: text, id });
        yield chunk;
        await runManager?.handleLLMNewToken(text, undefined, undefined, undefined, undefined, { chunk });
      }
      if (reply.error !== undefined) throw toError(reply.error);
      yield toChunk({
        content: "",
        id,
        ...(reply.usage && { usage_metadata: toUsageMetadata(reply.usage) }),
        response_metadata: { model_name: this.#script.responseModel, finish_reason: "stop" },
      });
    }

    #next(): Reply {
      const reply = this.#script.replies[this.#calls++] as Reply;
      if (reply.error === undefined || reply.chunks !== undefined) return reply;
      throw toError(reply.error);
    }
  }

  function toChunk(fields: ScriptedMessage): object {
    return new ChatGenerationChunk({ text: fields.content, message: new AIMessageChunk(fields) as never });
  }

  return ScriptedChatModel as unknown as ScriptedModelClass<Model>;
}
