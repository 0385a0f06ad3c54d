/**
 * The conventions' name of the provider whose answers lie in a folder of this name.
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/registry/attributes/gen-ai.md
 */
const PROVIDERS: Readonly<Record<string, string>> = {
  openai: "openai",
  azure: "azure.ai.openai",
  anthropic: "anthropic",
  google: "gcp.gemini",
  mistral: "mistral_ai",
  groq: "groq",
  deepseek: "deepseek",
  xai: "x_ai",
  "amazon-bedrock": "aws.bedrock",
  cohere: "cohere",
};

export function toProvider(folder: string): string | undefined {
  return PROVIDERS[folder];
}
