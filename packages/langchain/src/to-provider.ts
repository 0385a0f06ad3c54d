import { className, type Metadata, type Serialized, text } from "./shapes.ts";

/** The provider as LangChain says it; core knows the conventions' name for it. */
export function toProvider(serialized: Serialized | undefined, metadata: Metadata | undefined): string | undefined {
  const said = text(metadata?.ls_provider);
  const [vendor, kind, name] = serialized?.id ?? [];
  // Text models say nothing but their namespace, such as ["langchain", "llms", "openai", "OpenAI"], and what builds on
  // OpenAI's client may say that it is OpenAI. Azure's text model has OpenAI's namespace, and its class's name may have
  // been made unique. Source: @langchain/openai 1.6.0, dist/azure/llms.js.
  if (kind === "llms" && className(serialized)?.startsWith("AzureOpenAI")) return "azure_openai";
  const own = vendor === "langchain" && (kind === "llms" || kind === "chat_models") ? text(name) : undefined;
  return said === undefined || (said === "openai" && own !== "azure_openai") ? (own ?? said) : said;
}
