import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { tool } from "@langchain/core/tools";
import { z } from "zod";
import { ANSWER, CHUNK, CHUNKS, MODEL, TOOL_ARGUMENTS, TOOL_RESULT, TOOLS } from "../texts.mjs";

const PARAMETERS = { model: MODEL, temperature: 0.2, max_tokens: 512 };

// Ids are new each time, as a provider's are: LangGraph takes equal ones for the same message, and caches would lie.
let ids = 0;

/** Answers at once: a call of each tool, one after the other, then text. */
class FakeChat extends BaseChatModel {
  _llmType() {
    return "fake";
  }

  invocationParams() {
    return PARAMETERS;
  }

  getLsParams() {
    return { ls_provider: "openai", ls_model_name: MODEL, ls_model_type: "chat" };
  }

  bindTools() {
    return this;
  }

  async _generate(messages) {
    const turn = messages.filter((message) => message.getType() === "tool").length;
    const name = TOOLS[turn];
    const message = new AIMessage({
      content: name === undefined ? ANSWER : "",
      tool_calls: name === undefined ? [] : [{ id: `call_${ids++}`, name, args: TOOL_ARGUMENTS, type: "tool_call" }],
      ...told(name === undefined ? "stop" : "tool_calls"),
    });
    return { generations: [{ text: message.content, message }] };
  }

  async *_streamResponseChunks(_messages, _options, runManager) {
    for (let i = 0; i < CHUNKS; i++) {
      const chunk = new ChatGenerationChunk({ text: CHUNK, message: new AIMessageChunk({ content: CHUNK }) });
      yield chunk;
      await runManager?.handleLLMNewToken(CHUNK, undefined, undefined, undefined, undefined, { chunk });
    }
    yield new ChatGenerationChunk({ text: "", message: new AIMessageChunk({ content: "", ...told("stop") }) });
  }
}

function told(finishReason) {
  return {
    id: `chatcmpl-${ids++}`,
    usage_metadata: {
      input_tokens: 430,
      output_tokens: 41,
      total_tokens: 471,
      input_token_details: { cache_read: 128 },
      output_token_details: { reasoning: 6 },
    },
    response_metadata: { model_name: MODEL, finish_reason: finishReason },
  };
}

export const model = new FakeChat({});

const schema = z.object({ parcel: z.number(), depot: z.string() });
export const tools = TOOLS.map((name) =>
  tool(async () => TOOL_RESULT, { name, description: "Looks something up", schema }),
);
