import type { ResponseInfo } from "@isospan/core";
import { type Fields, fields, text } from "./fields.ts";
import type { Model, ModelResult } from "./shapes.ts";

/** Who answered, and how it ended. Packages that do not say so leave it in the body of a whole answer. */
export function toResponse(result: ModelResult, model: Model): ResponseInfo {
  const { response, providerMetadata, usage } = result;
  const body = fields(response?.body);
  const reason = toFinishReason(result.finishReason);
  // Bedrock's package says what was asked for.
  const answered = text(model.provider)?.startsWith("amazon-bedrock") ? undefined : response?.modelId;
  return {
    id: response?.id ?? text(body.id) ?? text(body.responseId),
    model: answered ?? text(body.model) ?? text(body.modelVersion),
    finishReasons: reason === undefined ? undefined : [reason],
    serviceTier: toServiceTier(fields(providerMetadata), fields(usage?.raw), body),
  };
}

/** "Other" without the provider's own word, "unknown" and "interrupted" are no reason: nobody gave any. */
export function toFinishReason(given: ModelResult["finishReason"]): string | undefined {
  const { unified, raw } = typeof given === "object" && given !== null ? given : { unified: given, raw: undefined };
  const none = unified === "unknown" || (typeof given === "object" && unified === "other" && raw === undefined);
  return none || isBrokenOff(given) ? undefined : unified;
}

/** Whether the provider's stream ended before it was complete, which version 7's packages call a finish. */
export function isBrokenOff(given: ModelResult["finishReason"]): boolean {
  return (typeof given === "object" && given !== null ? given.unified : given) === "interrupted";
}

function toServiceTier(metadata: Fields, raw: Fields, body: Fields): string | undefined {
  const { openai, azure, anthropic, xai, google, amazonBedrock, bedrock } = metadata;
  const own = tierOf(openai) ?? tierOf(azure) ?? tierOf(anthropic) ?? tierOf(xai) ?? tierOf(google);
  const tier = own ?? tierOf(amazonBedrock) ?? tierOf(bedrock) ?? text(raw.service_tier);
  return tier ?? text(fields(fields(anthropic).usage).service_tier) ?? text(body.service_tier);
}

/** Bedrock's is an object. */
function tierOf(vendor: unknown): string | undefined {
  const { serviceTier } = fields(vendor);
  return text(serviceTier) ?? text(fields(serviceTier).type);
}
