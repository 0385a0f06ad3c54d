import { createHash } from "node:crypto";
import { messageText } from "./message-text.ts";
import { findModel } from "./openai-models.ts";
import type { ChatMessage, ChatRequest, Completion, ToolCall, Usage } from "./openai-wire.ts";
import type { Script, ScriptedUsage } from "./support-script.ts";

/** The whole completion for a request. The same request always gets the same one, ids included. */
export function toCompletion(request: ChatRequest, replyTo: Script): Completion {
  const model = findModel(request.model);
  const reply = replyTo(request.messages);
  const seed = [model.responseModel, ...request.messages.map(meaningOf)].join("\n");
  const toolCalls = "toolCalls" in reply ? reply.toolCalls : [];
  return {
    id: `chatcmpl-${toId(seed, 29)}`,
    object: "chat.completion",
    created: 1_767_225_600, // A fixed time, 2026-01-01: the reply must not depend on the clock.
    model: model.responseModel,
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: "text" in reply ? reply.text : null,
          ...("toolCalls" in reply && {
            tool_calls: toolCalls.map(
              ({ name, input }, index): ToolCall => ({
                id: `call_${toId(`${seed}\n${index}`, 24)}`,
                type: "function",
                function: { name, arguments: JSON.stringify(input) },
              }),
            ),
          }),
          refusal: null,
          annotations: [],
        },
        logprobs: null,
        finish_reason: "text" in reply ? "stop" : "tool_calls",
      },
    ],
    usage: toUsage(reply.usage, model.reasons ? reply.usage.reasoningTokens : 0),
    system_fingerprint: `fp_${createHash("sha256").update(model.responseModel).digest("hex").slice(0, 10)}`,
  };
}

function toUsage(usage: ScriptedUsage, reasoningTokens: number): Usage {
  const completionTokens = usage.replyTokens + reasoningTokens;
  return {
    prompt_tokens: usage.promptTokens,
    completion_tokens: completionTokens,
    total_tokens: usage.promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedTokens },
    completion_tokens_details: {
      reasoning_tokens: reasoningTokens,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** Seeds the ids with what clients agree on: each words a failed tool's result in its own way. */
function meaningOf(message: ChatMessage): string {
  if (message.role === "tool") return `tool ${message.tool_call_id}`;
  const toolCallIds = (message.tool_calls ?? []).map((call) => call.id);
  return [message.role, messageText(message), ...toolCallIds].join(" ");
}

/** Letters and digits, as in OpenAI's ids. */
function toId(seed: string, length: number): string {
  return createHash("sha512")
    .update(seed)
    .digest("base64")
    .replaceAll(/[^A-Za-z0-9]/g, "")
    .slice(0, length);
}
