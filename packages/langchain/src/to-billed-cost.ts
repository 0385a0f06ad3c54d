import type { BilledCost } from "@isospan/core";
import type { ModelRun } from "./model-run.ts";
import { type Metadata, number, object } from "./shapes.ts";

/** What the provider itself says that the call cost. LangChain adds up what a stream's chunks say. */
export function toBilledCost({ model_provider, usage }: Metadata, run: ModelRun | undefined): BilledCost | undefined {
  const { cost_in_usd_ticks, cost } = object(usage);
  // xAI says it in ten-billionths of a dollar, and with more than one chunk, so a stream's is not known.
  const ticks = number(cost_in_usd_ticks);
  if (ticks !== undefined) return run?.events === 0 ? { usd: ticks / 1e10 } : undefined;
  // Elsewhere a cost may be something else.
  const usd = model_provider === "openrouter" && (run?.reports ?? 0) < 2 ? number(cost) : undefined;
  return usd === undefined ? undefined : { usd };
}
