import type { ObservationType } from "./observation.ts";
import type { Attributes } from "./span-attributes.ts";

/** In this order; names of one's own are case-sensitive. What no row names is no type. */
const BY_ATTRIBUTE: readonly (readonly [attribute: string, types: Readonly<Record<string, ObservationType>>])[] = [
  [
    "langfuse.observation.type",
    {
      span: "SPAN",
      generation: "GENERATION",
      event: "EVENT",
      embedding: "EMBEDDING",
      agent: "AGENT",
      tool: "TOOL",
      chain: "CHAIN",
      retriever: "RETRIEVER",
      guardrail: "GUARDRAIL",
      evaluator: "EVALUATOR",
    },
  ],
  [
    "openinference.span.kind",
    {
      CHAIN: "CHAIN",
      RETRIEVER: "RETRIEVER",
      LLM: "GENERATION",
      EMBEDDING: "EMBEDDING",
      AGENT: "AGENT",
      TOOL: "TOOL",
      GUARDRAIL: "GUARDRAIL",
      EVALUATOR: "EVALUATOR",
    },
  ],
  [
    "gen_ai.operation.name",
    {
      chat: "GENERATION",
      completion: "GENERATION",
      text_completion: "GENERATION",
      generate_content: "GENERATION",
      generate: "GENERATION",
      embeddings: "EMBEDDING",
      invoke_agent: "AGENT",
      create_agent: "AGENT",
      execute_tool: "TOOL",
    },
  ],
];

/** A span with any of these is a generation, whatever it is meant to be: even an ordinary span's `model`. */
const MODEL_KEYS = [
  "langfuse.observation.model.name",
  "gen_ai.request.model",
  "gen_ai.response.model",
  "llm.model_name",
  "model",
];

export function toObservationType(attributes: Attributes): ObservationType {
  for (const [attribute, types] of BY_ATTRIBUTE) {
    const type = types[String(attributes[attribute])];
    if (type !== undefined) return type;
  }
  if (attributes["gen_ai.tool.name"] || attributes["gen_ai.tool.call.id"]) return "TOOL";
  return MODEL_KEYS.some((key) => attributes[key]) ? "GENERATION" : "SPAN";
}
