import type { ResponseInfo } from "@isospan/core";
import type { ModelRun } from "./model-run.ts";
import { type Metadata, object, text } from "./shapes.ts";
import type { Choice } from "./to-model-usage.ts";

/** Ids that LangChain makes up where the provider gave none. */
const OWN_ID = /^(lc_)?run-|^run--/;

/** Who answered, and how it ended, from wherever each provider's package leaves it. */
export function toResponse(choices: readonly Choice[], llmOutput: Metadata, run: ModelRun | undefined): ResponseInfo {
  const { info, response, extra } = toPlaces(choices[0]);
  // Groq's message has the id of the request.
  const id = text(response.id) ?? text(choices[0]?.message?.id);
  const named = text(info.model_name) ?? text(info.model) ?? text(response.model_name) ?? text(extra.model);
  return {
    id: id !== undefined && OWN_ID.test(id) ? undefined : id,
    model: named ?? onceOnly(text(response.model)) ?? text(llmOutput.model) ?? run?.model,
    finishReasons: toFinishReasons(choices),
    serviceTier: text(response.service_tier) ?? text(info.service_tier) ?? text(object(response.usage).service_tier),
  };
}

function toFinishReasons(choices: readonly Choice[]): readonly string[] {
  const reasons: string[] = [];
  for (const choice of choices) {
    const reason = toFinishReason(choice);
    if (reason !== undefined) reasons.push(reason);
  }
  return reasons;
}

function toFinishReason(choice: Choice): string | undefined {
  const { info, response, extra } = toPlaces(choice);
  const { tool_calls = [], invalid_tool_calls = [] } = choice.message ?? {};
  const called = tool_calls.length + invalid_tool_calls.length > 0;
  const said = reasonIn(info) ?? reasonIn(response) ?? reasonIn(extra) ?? reasonIn(object(response.messageStop));
  // Google has no reason of its own for a tool call.
  if (said !== undefined) return said === "STOP" && called ? "tool_calls" : said;
  // The Responses API has a status instead.
  const { status, incomplete_details } = response;
  if (status === "completed") return called ? "tool_calls" : "stop";
  return text(object(incomplete_details).reason) ?? text(status);
}

function reasonIn(place: Metadata): string | undefined {
  const { finish_reason, finishReason, stop_reason, stopReason, done_reason } = place;
  return text(finish_reason) ?? text(finishReason) ?? text(stop_reason) ?? text(stopReason) ?? text(done_reason);
}

function toPlaces(choice: Choice | undefined): Readonly<Record<"info" | "response" | "extra", Metadata>> {
  const { message, generationInfo } = choice ?? {};
  return {
    info: object(generationInfo),
    response: object(message?.response_metadata),
    extra: object(message?.additional_kwargs),
  };
}

/** LangChain joins the texts of merged chunks: `gpt-5gpt-5`. */
function onceOnly(joined: string | undefined): string | undefined {
  const again = joined === undefined ? -1 : (joined + joined).indexOf(joined, 1);
  return joined === undefined || again <= 0 || again >= joined.length ? joined : joined.slice(0, again);
}
