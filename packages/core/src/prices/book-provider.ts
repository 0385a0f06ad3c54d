/**
 * The price book's name of each provider, and what records call it: OpenTelemetry's names, and what LangChain and the AI
 * SDK say of those for whom it has none. Record names are in `to-provider-name.ts`; a name that is in neither is the book's own.
 */
const SAID: Readonly<Record<string, string>> = {
  aws: "aws.bedrock",
  azure: "azure.ai.openai azure.ai.inference",
  google: "gcp.gemini gcp.vertex_ai gcp.gen_ai",
  mistral: "mistral_ai",
  moonshotai: "moonshot_ai",
  "x-ai": "x_ai",
  together: "togetherai together_ai together-ai",
  fireworks: "fireworks-ai fireworks_ai",
  cloudflare: "workersai workers-ai cloudflare_workersai cloudflareworkersai",
  voyageai: "voyage",
  perplexity: "perplexity-ai",
  zhipuai: "zhipu",
  zai: "z-ai z_ai",
};
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(SAID).flatMap(([name, said]) => said.split(" ").map((word) => [word, name] as const)),
);

/** Who bills a call at the price that the model's vendor asks: the model's id begins with the vendor's name. */
const GATEWAYS: ReadonlySet<string> = new Set(["gateway", "vercel"]);

/** `aws.bedrock` is the book's `aws`. */
export function toBookProvider(provider: string): string {
  return NAMES.get(provider) ?? provider;
}

/** Through a gateway, `openai/gpt-5-mini` is OpenAI's `gpt-5-mini`; elsewhere a slash is part of the model's id. */
export function behindGateway(
  provider: string,
  model: string,
): { readonly provider: string; readonly model: string } | undefined {
  const slash = GATEWAYS.has(provider) ? model.indexOf("/") : -1;
  return slash > 0 ? { provider: model.slice(0, slash), model: model.slice(slash + 1) } : undefined;
}
