import type { MatchLogic, ModelInfo, Provider } from "@pydantic/genai-prices";
import type { Book } from "./book.ts";
import { isOtherModel, isSameModel, toCandidates } from "./model-ids.ts";

export type Match = "exact" | "alias" | "prefix";

/** Points to another model from time to time, so that it is a model's name and yet never the model. */
const LATEST = /-latest$/;

export interface Found {
  readonly provider: Provider;
  readonly model: ModelInfo;
  readonly match: Match;
}

/** The model in the book: under the closest id by which it is known for certain, else under the first that is like one. */
export function findInBook(book: Book, providerId: string, model: string): Found | undefined {
  const provider = book.provider(providerId);
  if (provider === undefined) return undefined;
  let loose: Found | undefined;
  for (const id of toCandidates(model)) {
    const found = findIn(provider, id, book);
    if (found !== undefined && found.match !== "prefix") return found;
    loose ??= found;
  }
  return loose;
}

/** A provider that has no price of its own may take those of others: Azure takes OpenAI's. */
function findIn(provider: Provider, id: string, book: Book): Found | undefined {
  const others = (provider.fallback_model_providers ?? []).flatMap((each) => book.provider(each) ?? []);
  for (const each of [provider, ...others]) {
    const found = findModel(each, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findModel(provider: Provider, id: string): Found | undefined {
  const model = provider.models.find((each) => matches(each.match, id));
  if (model === undefined) return undefined;
  const match = toMatch(model, id);
  return match === undefined ? undefined : { provider, model, match };
}

function toMatch(model: ModelInfo, id: string): Match | undefined {
  const named = id.replace(LATEST, "");
  if (isSameModel(named, model.id.replace(LATEST, ""))) return named === id ? "exact" : "alias";
  if (isListed(model.match, id)) return "alias";
  const beginnings = [model.id.toLowerCase(), ...toBeginnings(model.match)];
  return beginnings.some((each) => isOtherModel(id, each)) ? undefined : "prefix";
}

/** Whether this very id stands in the book's list. */
function isListed(match: MatchLogic, id: string): boolean {
  if ("or" in match) return match.or.some((each) => isListed(each, id));
  return "equals" in match && match.equals.toLowerCase() === id;
}

function toBeginnings(match: MatchLogic): readonly string[] {
  if ("or" in match) return match.or.flatMap(toBeginnings);
  return "starts_with" in match ? [match.starts_with.toLowerCase()] : [];
}

function matches(match: MatchLogic, id: string): boolean {
  if ("or" in match) return match.or.some((each) => matches(each, id));
  if ("and" in match) return match.and.every((each) => matches(each, id));
  if ("equals" in match) return id === match.equals.toLowerCase();
  if ("starts_with" in match) return id.startsWith(match.starts_with.toLowerCase());
  if ("ends_with" in match) return id.endsWith(match.ends_with.toLowerCase());
  if ("contains" in match) return id.includes(match.contains.toLowerCase());
  return "regex" in match && new RegExp(match.regex).test(id);
}
