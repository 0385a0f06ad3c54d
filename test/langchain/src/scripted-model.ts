import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";

export interface ToolCall {
  readonly name: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly id?: string;
}

/** What the model says: a text, calls of tools, or what it throws. */
export type Reply = string | readonly ToolCall[] | Error;

export interface Script {
  /** @default "m" */
  readonly name?: string;
  /** In the order of the calls, the last one again and again; or made from the messages. */
  readonly replies?: readonly Reply[] | ((messages: readonly BaseMessage[]) => Reply);
  /** What the provider's client does meanwhile. */
  readonly inside?: (messages: readonly BaseMessage[], signal: AbortSignal | undefined) => unknown;
  /** The same before each chunk of a stream. */
  readonly beforeChunk?: (index: number, signal: AbortSignal | undefined) => unknown;
}

// New each time, as a provider's are: LangGraph takes equal ones for the same message.
let ids = 0;

/** A provider's package that asks nobody. Its text streams word by word. */
export class ScriptedModel extends BaseChatModel {
  override lc_namespace = ["test", "scripted"];
  readonly #script: Script;
  #calls = 0;

  constructor(script: Script = {}, params: object = {}) {
    super({ maxRetries: 0, ...params });
    this.#script = script;
  }

  get calls(): number {
    return this.#calls;
  }

  _llmType(): string {
    return "scripted";
  }

  override invocationParams(): object {
    return { model: this.#name };
  }

  override getLsParams(): never {
    return { ls_provider: "openai", ls_model_name: this.#name, ls_model_type: "chat" } as never;
  }

  override bindTools(): this {
    return this;
  }

  async _generate(messages: BaseMessage[], options: this["ParsedCallOptions"]): Promise<ChatResult> {
    await this.#script.inside?.(messages, options.signal);
    const message = new AIMessage(toFields(this.#next(messages), this.#name));
    return { generations: [{ text: message.text, message }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    await this.#script.inside?.(messages, options.signal);
    const { content, tool_calls, ...rest } = toFields(this.#next(messages), this.#name);
    const words = content === "" ? [] : content.split(/(?<= )/);
    for (const [i, word] of words.entries()) {
      await this.#script.beforeChunk?.(i, options.signal);
      const chunk = toChunk({ content: word, id: rest.id });
      yield chunk;
      await runManager?.handleLLMNewToken(word, undefined, undefined, undefined, undefined, { chunk });
    }
    const tool_call_chunks = tool_calls.map(({ id, name, args }, index) => ({
      id,
      name,
      index,
      args: JSON.stringify(args),
      type: "tool_call_chunk" as const,
    }));
    yield toChunk({ content: "", ...rest, tool_call_chunks });
  }

  get #name(): string {
    return this.#script.name ?? "m";
  }

  #next(messages: readonly BaseMessage[]): Exclude<Reply, Error> {
    const { replies = ["done"] } = this.#script;
    const reply =
      typeof replies === "function" ? replies(messages) : replies[Math.min(this.#calls, replies.length - 1)];
    this.#calls++;
    if (reply instanceof Error) throw reply;
    return reply ?? "done";
  }
}

function toFields(reply: Exclude<Reply, Error>, model_name: string) {
  const calls = typeof reply === "string" ? [] : reply;
  return {
    content: typeof reply === "string" ? reply : "",
    id: `chatcmpl-${ids++}`,
    tool_calls: calls.map(({ id = `call-${ids++}`, name, args = {} }) => ({
      id,
      name,
      args: { ...args },
      type: "tool_call" as const,
    })),
    usage_metadata: { input_tokens: 12, output_tokens: 3, total_tokens: 15 },
    response_metadata: { model_name, finish_reason: calls.length > 0 ? "tool_calls" : "stop" },
  };
}

function toChunk(fields: ConstructorParameters<typeof AIMessageChunk>[0]): ChatGenerationChunk {
  const message = new AIMessageChunk(fields);
  return new ChatGenerationChunk({ text: message.text, message });
}
