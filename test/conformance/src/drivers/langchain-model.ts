import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseChatModel, type BaseChatModelParams } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import { type ModelScript, type Reply, type ScriptedUsage, SETTINGS } from "../scenario.ts";

/** LangChain's half of a scripted model: what a provider package would make of the replies. */
export class ScriptedChatModel extends BaseChatModel {
  override lc_namespace = ["conformance", "scripted"];
  readonly #script: ModelScript;
  #calls = 0;

  constructor(script: ModelScript, params: BaseChatModelParams = {}) {
    super({ maxRetries: 0, ...params });
    this.#script = script;
  }

  override _llmType(): string {
    return "scripted";
  }

  override invocationParams(): Record<string, unknown> {
    return { model: this.#script.name, temperature: SETTINGS.temperature, max_tokens: SETTINGS.maxTokens };
  }

  override getLsParams(): never {
    return { ls_provider: "openai", ls_model_name: this.#script.name, ls_model_type: "chat" } as never;
  }

  override bindTools(): this {
    return this;
  }

  override async _generate(_messages: BaseMessage[]): Promise<ChatResult> {
    const reply = this.#next();
    const text = reply.text ?? "";
    const message = new AIMessage({
      content: text,
      id: `chatcmpl-${this.#calls}`,
      tool_calls: (reply.toolCalls ?? []).map(({ id, name, arguments: args }) => ({
        id,
        name,
        args,
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

  override async *_streamResponseChunks(
    _messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const reply = this.#next();
    const id = `chatcmpl-${this.#calls}`;
    for (const text of reply.chunks ?? [reply.text ?? ""]) {
      options.signal?.throwIfAborted();
      const chunk = new ChatGenerationChunk({ text, message: new AIMessageChunk({ content: text, id }) });
      yield chunk;
      await runManager?.handleLLMNewToken(text, undefined, undefined, undefined, undefined, { chunk });
    }
    const message = new AIMessageChunk({
      content: "",
      id,
      ...(reply.usage && { usage_metadata: toUsageMetadata(reply.usage) }),
      response_metadata: { model_name: this.#script.responseModel, finish_reason: "stop" },
    });
    yield new ChatGenerationChunk({ text: "", message });
  }

  #next(): Reply {
    const reply = this.#script.replies[this.#calls++] as Reply;
    if (reply.error === undefined) return reply;
    // As OpenAI's client words it.
    const { status, message } = reply.error;
    throw Object.assign(new Error(`${status} ${message}`), { status });
  }
}

function toUsageMetadata({ input, output, cacheRead, reasoning }: ScriptedUsage) {
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
    ...(cacheRead !== undefined && { input_token_details: { cache_read: cacheRead } }),
    ...(reasoning !== undefined && { output_token_details: { reasoning } }),
  };
}
