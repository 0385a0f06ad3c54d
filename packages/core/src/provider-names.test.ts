import { expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

it.each([
  ["openai", "openai"],
  ["OpenAI", "openai"],
  ["openai.chat", "openai"],
  ["openai.responses", "openai"],
  ["anthropic", "anthropic"],
  ["anthropic.messages", "anthropic"],
  ["azure", "azure.ai.openai"],
  ["azure-openai", "azure.ai.openai"],
  ["azure_openai", "azure.ai.openai"],
  ["azure-openai.chat", "azure.ai.openai"],
  ["azure.ai.openai", "azure.ai.openai"],
  ["az.ai.openai", "azure.ai.openai"],
  ["azure.ai.inference", "azure.ai.inference"],
  ["amazon-bedrock", "aws.bedrock"],
  ["amazon_bedrock", "aws.bedrock"],
  ["bedrock", "aws.bedrock"],
  ["bedrock_converse", "aws.bedrock"],
  ["aws.bedrock", "aws.bedrock"],
  ["google", "gcp.gemini"],
  ["google_genai", "gcp.gemini"],
  ["google.generative-ai", "gcp.gemini"],
  ["gemini", "gcp.gemini"],
  ["google.vertex", "gcp.vertex_ai"],
  ["google.vertex.chat", "gcp.vertex_ai"],
  ["google_vertexai", "gcp.vertex_ai"],
  ["vertex_ai", "gcp.vertex_ai"],
  ["gcp.gen_ai", "gcp.gen_ai"],
  ["watsonx", "ibm.watsonx.ai"],
  ["mistral", "mistral_ai"],
  ["mistral.chat", "mistral_ai"],
  ["mistralai", "mistral_ai"],
  ["moonshotai", "moonshot_ai"],
  ["moonshotai.chat", "moonshot_ai"],
  ["xai", "x_ai"],
  ["xai.chat", "x_ai"],
  ["groq", "groq"],
  ["groq.chat", "groq"],
  ["cohere", "cohere"],
  ["deepseek.chat", "deepseek"],
  ["perplexity", "perplexity"],
  ["My-Gateway", "my-gateway"],
])("the provider %s is %s", (given, expected) => {
  const { recorder, record } = setUp();
  recorder.start({ name: "chat", provider: given }).end();
  expect(record().provider).toBe(expected);
});

it("an agent has the provider of the first model call below it", () => {
  const { recorder, record } = setUp();
  const agent = recorder.start({ name: "invoke_agent" });
  const tool = agent.run(() => recorder.start({ name: "execute_tool" }));
  tool.run(() => recorder.start({ name: "chat", provider: "openai.chat" })).end();
  agent.run(() => recorder.start({ name: "chat", provider: "anthropic" })).end();
  tool.end();
  agent.end();
  expect(record("invoke_agent").provider).toBe("openai");
});
