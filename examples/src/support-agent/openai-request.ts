import { OpenAIError } from "./openai-error.ts";
import type { ChatMessage, ChatRequest } from "./openai-wire.ts";

/** Reads a request body, or throws the error that OpenAI would answer. */
export function parseChatRequest(text: string): ChatRequest {
  const body = parseObject(text);
  if (typeof body.model !== "string" || body.model === "") {
    throw new OpenAIError({ status: 400, message: "you must provide a model parameter" });
  }
  if (body.messages === undefined) {
    throw refuse("messages", "missing_required_parameter", "Missing required parameter: 'messages'.");
  }
  if (!Array.isArray(body.messages)) {
    const message = `Invalid type for 'messages': expected an array of objects, but got ${typeof body.messages}.`;
    throw refuse("messages", "invalid_type", message);
  }
  if (body.messages.length === 0) {
    const message = "Invalid 'messages': empty array. Expected an array with minimum length 1.";
    throw refuse("messages", "empty_array", message);
  }
  body.messages.forEach(checkMessage);
  const request = body as unknown as ChatRequest;
  checkToolCallsAreAnswered(request.messages);
  return request;
}

const roles: readonly unknown[] = ["system", "developer", "user", "assistant", "tool"];

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Not JSON and not an object get the same answer, below.
  }
  const message = "We could not parse the JSON body of your request. The API expects a JSON object.";
  throw new OpenAIError({ status: 400, message });
}

function checkMessage(message: unknown, index: number): void {
  if (!isObject(message)) {
    const param = `messages[${index}]`;
    throw refuse(param, "invalid_type", `Invalid type for '${param}': expected an object.`);
  }
  if (!roles.includes(message.role)) {
    const text = `Invalid value: '${String(message.role)}'. Supported values are: '${roles.join("', '")}'.`;
    throw refuse(`messages[${index}].role`, "invalid_value", text);
  }
  if (!isContent(message.content)) {
    const param = `messages[${index}].content`;
    throw refuse(param, "invalid_type", `Invalid type for '${param}': expected a string or an array of objects.`);
  }
  if (!isArrayOfObjects(message.tool_calls ?? [])) {
    const param = `messages[${index}].tool_calls`;
    throw refuse(param, "invalid_type", `Invalid type for '${param}': expected an array of objects.`);
  }
}

/** The rule that agent loops break most easily: each tool call needs a tool message before the next turn. */
function checkToolCallsAreAnswered(messages: readonly ChatMessage[]): void {
  messages.forEach((message, index) => {
    const next = messages.findIndex((each, at) => at > index && each.role !== "tool");
    const answers = messages.slice(index + 1, next === -1 ? messages.length : next);
    const unanswered = (message.tool_calls ?? [])
      .map((call) => call.id)
      .filter((id) => !answers.some((answer) => answer.tool_call_id === id));
    if (unanswered.length === 0) return;
    const text =
      "An assistant message with 'tool_calls' must be followed by tool messages responding to each " +
      `'tool_call_id'. The following tool_call_ids did not have response messages: ${unanswered.join(", ")}`;
    throw new OpenAIError({ status: 400, message: text, param: `messages.[${index + 1}].role` });
  });
}

function refuse(param: string, code: string, message: string): OpenAIError {
  return new OpenAIError({ status: 400, message, param, code });
}

function isContent(value: unknown): boolean {
  return value === undefined || value === null || typeof value === "string" || isArrayOfObjects(value);
}

function isArrayOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every(isObject);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
