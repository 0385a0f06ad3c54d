import type { OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

interface Asked {
  readonly params?: object;
  readonly options?: object;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly id?: string[];
}

function asked({ params = {}, options = {}, metadata, id = [] }: Asked): OperationRecord {
  const { handler, record } = setUp({ content: true });
  const extra = { invocation_params: { ...params }, options: { ...options } };
  handler.handleChatModelStart({ id }, [[]], "m", undefined, extra, [], metadata);
  handler.handleLLMEnd({ generations: [[]] }, "m");
  return record();
}

describe("what was asked of the model", () => {
  it.each<[string, object, OperationRecord["request"]]>([
    [
      "OpenAI",
      { temperature: 0, top_p: 0.9, max_completion_tokens: 50, stop: ["END"], n: 2, seed: 7, frequency_penalty: 0.5 },
      {
        temperature: 0,
        topP: 0.9,
        maxTokens: 50,
        stopSequences: ["END"],
        choiceCount: 2,
        seed: 7,
        frequencyPenalty: 0.5,
      },
    ],
    ["OpenAI, as many tokens as fit", { max_tokens: -1, n: 1 }, {}],
    [
      "OpenAI's Responses",
      { max_output_tokens: 9, reasoning: { effort: "low" } },
      { maxTokens: 9, reasoningLevel: "low" },
    ],
    [
      "Anthropic",
      { top_k: 40, max_tokens: 1024, stop_sequences: ["X"] },
      { topK: 40, maxTokens: 1024, stopSequences: ["X"] },
    ],
    ["Google", { maxOutputTokens: 60, topP: 0.8, topK: 3 }, { maxTokens: 60, topP: 0.8, topK: 3 }],
    ["Bedrock", { inferenceConfig: { maxTokens: 70, temperature: 1 } }, { maxTokens: 70, temperature: 1 }],
    [
      "Ollama",
      { options: { temperature: 0.1, top_p: 0.5, top_k: 7, num_predict: 99, seed: 3, stop: ["END"] }, format: "json" },
      { temperature: 0.1, topP: 0.5, topK: 7, maxTokens: 99, seed: 3, stopSequences: ["END"], outputType: "json" },
    ],
    [
      "Ollama, a schema and no end",
      { options: { num_predict: -1 }, format: { type: "object" } },
      { outputType: "json" },
    ],
    [
      "Mistral",
      { presencePenalty: 0.4, frequencyPenalty: -0.3, randomSeed: 5, responseFormat: { type: "json_object" } },
      { presencePenalty: 0.4, frequencyPenalty: -0.3, seed: 5, outputType: "json" },
    ],
    ["Anthropic, nothing of the choice", { top_k: -1, top_p: -1 }, {}],
    ["Google, JSON", { generationConfig: { responseMimeType: "application/json" } }, { outputType: "json" }],
    ["Vertex, JSON", { responseMimeType: "application/json" }, { outputType: "json" }],
    ["Google, text", { generationConfig: { responseMimeType: "text/plain" } }, {}],
    ["a JSON schema", { response_format: { type: "json_schema" } }, { outputType: "json" }],
    ["a JSON schema of Responses", { text: { format: { type: "json_schema" } } }, { outputType: "json" }],
    ["text", { text: { format: { type: "text" } } }, {}],
  ])("of %s", (_provider, params, request) => {
    expect(asked({ params }).request).toEqual(request);
  });

  it("is JSON where structured output is a tool call", () => {
    expect(asked({ options: { ls_structured_output_format: { schema: {} } } }).request).toEqual({ outputType: "json" });
  });
});

describe("the tools that the model may call", () => {
  const parameters = { type: "object" };
  const weather = { type: "function", name: "weather", description: "Tells it", parameters };

  it.each<[string, object]>([
    ["OpenAI's", { tools: [{ type: "function", function: { name: "weather", description: "Tells it", parameters } }] }],
    ["OpenAI Responses'", { tools: [weather] }],
    ["Anthropic's", { tools: [{ name: "weather", description: "Tells it", input_schema: parameters }] }],
    ["Google's", { tools: [{ functionDeclarations: [{ name: "weather", description: "Tells it", parameters }] }] }],
    [
      "Bedrock's",
      {
        toolConfig: {
          tools: [{ toolSpec: { name: "weather", description: "Tells it", inputSchema: { json: parameters } } }],
        },
      },
    ],
  ])("are of one form: %s", (_whose, params) => {
    expect(asked({ params }).toolDefinitions).toEqual([weather]);
  });

  it("may be the provider's own", () => {
    expect(asked({ params: { tools: [{ type: "web_search" }] } }).toolDefinitions).toEqual([
      { type: "web_search", name: "web_search" },
    ]);
  });
});

describe("the provider", () => {
  it.each<[string, Asked, string | undefined]>([
    ["is what LangChain says", { metadata: { ls_provider: "anthropic" } }, "anthropic"],
    [
      "is the package's own where it builds on OpenAI's",
      { metadata: { ls_provider: "openai" }, id: ["langchain", "chat_models", "deepseek", "ChatDeepSeek"] },
      "deepseek",
    ],
    [
      "is OpenAI for its own package",
      { metadata: { ls_provider: "openai" }, id: ["langchain", "chat_models", "openai", "ChatOpenAI"] },
      "openai",
    ],
    [
      "is Azure as LangChain says",
      { metadata: { ls_provider: "azure" }, id: ["langchain", "chat_models", "azure_openai", "AzureChatOpenAI"] },
      "azure.ai.openai",
    ],
    ["is unknown where nothing says", { id: ["mine", "models", "Mine"] }, undefined],
  ])("%s", (_fact, what, provider) => {
    expect(asked(what).provider).toBe(provider);
  });
});

describe("whom a run is for", () => {
  it.each([
    [{ thread_id: "t1", session_id: "s1", user_id: "u1", tenant_id: "c1" }],
    [{ thread_id: "t1", sessionId: "s1", userId: "u1", tenantId: "c1" }],
  ])("is read from the metadata %j", (metadata) => {
    const { conversationId, context } = asked({ metadata });
    expect(conversationId).toBe("t1");
    expect(context).toEqual({ sessionId: "s1", userId: "u1", tenantId: "c1" });
  });

  it("is nobody where the metadata names nobody", () => {
    expect(asked({ metadata: { session_id: 7, user: "u1" } }).context).toEqual({});
  });
});
