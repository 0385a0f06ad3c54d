import { generateText, isStepCount, jsonSchema, type LanguageModel, type ModelMessage, tool } from "ai";
import {
  type AgentScript,
  declarationOf,
  INSTRUCTIONS,
  type ModelScript,
  SETTINGS,
  type ToolScript,
} from "../scenario.ts";
import { scriptedLanguageModel } from "./ai-sdk-model.ts";

const { temperature, maxTokens: maxOutputTokens } = SETTINGS;

/** Runs an agent to its answer. What waits for a person is approved, and the agent is asked again. */
export async function runAgent(
  script: AgentScript,
  toModel: (script: ModelScript) => LanguageModel = scriptedLanguageModel,
): Promise<string> {
  const { conversationId } = script;
  const about = { ...script.metadata, ...script.user, ...(conversationId && { conversationId }) };
  const settings = {
    model: toModel(script.model),
    instructions: INSTRUCTIONS,
    tools: Object.fromEntries(script.tools.map((each) => [each.name, toTool(each)])),
    stopWhen: isStepCount(5),
    maxRetries: 1,
    temperature,
    maxOutputTokens,
    runtimeContext: about,
    telemetry: { functionId: script.name, includeRuntimeContext: allOf(about) },
  };
  const messages: ModelMessage[] = [{ role: "user", content: script.question }];
  const { text, content, responseMessages } = await generateText({ ...settings, messages });
  const waiting = content.filter((part) => part.type === "tool-approval-request");
  if (waiting.length === 0) return text;
  const approvals = waiting.map(({ approvalId }) => {
    return { type: "tool-approval-response" as const, approvalId, approved: true };
  });
  const resumed = await generateText({
    ...settings,
    messages: [...messages, ...responseMessages, { role: "tool", content: approvals }],
  });
  return resumed.text;
}

function allOf(metadata: object = {}): Record<string, true> {
  return Object.fromEntries(Object.keys(metadata).map((key) => [key, true as const]));
}

function toTool(script: ToolScript) {
  const { agent, throws, result, told, needsApproval } = script;
  const { description, parameters } = declarationOf(script);
  return tool({
    description,
    inputSchema: jsonSchema(parameters),
    ...(needsApproval && { needsApproval }),
    ...(told && { toModelOutput: () => ({ type: "text", value: told }) }),
    execute: async () => {
      if (throws !== undefined) throw new Error(throws);
      return agent === undefined ? result : runAgent(agent);
    },
  });
}
