import { Memo } from "./memo.ts";

/**
 * The names of the GenAI conventions, and what frameworks call them.
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/registry/attributes/gen-ai.md
 */
const SAID: Readonly<Record<string, string>> = {
  "aws.bedrock": "aws.bedrock amazon-bedrock amazon_bedrock bedrock bedrock_converse",
  "azure.ai.inference": "azure.ai.inference",
  "azure.ai.openai": "azure.ai.openai az.ai.openai azure azure-openai azure_openai",
  "gcp.gen_ai": "gcp.gen_ai",
  "gcp.gemini": "gcp.gemini gemini google google_genai google.generative-ai",
  "gcp.vertex_ai": "gcp.vertex_ai google_vertexai google.vertex vertex vertex_ai",
  "ibm.watsonx.ai": "ibm.watsonx.ai watsonx",
  mistral_ai: "mistral_ai mistral mistralai",
  moonshot_ai: "moonshot_ai moonshot moonshotai",
  x_ai: "x_ai xai",
};
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(SAID).flatMap(([name, said]) => said.split(" ").map((word) => [word, name] as const)),
);

const remembered = new Memo<string>();

/** `openai.chat` and `openai.responses` are `openai`; `google.vertex.chat` is found by its first two words. */
export function toProviderName(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  return remembered.get(name) ?? remembered.set(name, toKnownName(name));
}

function toKnownName(name: string): string {
  const lower = name.toLowerCase();
  const known = NAMES.get(lower);
  if (known !== undefined) return known;
  const dot = lower.lastIndexOf(".");
  return dot > 0 ? toKnownName(lower.slice(0, dot)) : lower;
}
