import type { OperationEnd, OperationStart, ResponseInfo, RetrievedDocument } from "./contract.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { Keeper } from "./keeper.ts";
import type { Parts } from "./parts.ts";
import { toFinishReason } from "./to-finish-reason.ts";
import { toJsonValue, withJsonValues } from "./to-json-value.ts";
import { toProviderName } from "./to-provider-name.ts";
import { toUsage } from "./to-usage.ts";

type Known = OperationStart & OperationEnd;

/** What is known of an operation so far: ours, plain, redacted. Only `error` and `identity` are still foreign. */
export type Facts = { -readonly [K in Exclude<keyof Known, "name">]?: Known[K] | undefined } & {
  name: OperationStart["name"];
  agentPath?: readonly string[];
};

const START = [
  "label",
  "provider",
  "model",
  "conversationId",
  "remote",
  "request",
  "agent",
  "tool",
  "retrieval",
] as const;
const END = ["response", "usage", "billedCost", "documents", "error", "identity", "outcome"] as const;

/** Copies what an adapter says into facts: bounded, redacted and normalised, content only where it is wanted. */
export class FactReader {
  readonly #keeper: Keeper;
  readonly #diagnostics: Diagnostics;
  readonly #content: boolean;

  constructor({ keeper, diagnostics, policy }: Parts) {
    this.#keeper = keeper;
    this.#diagnostics = diagnostics;
    this.#content = policy.captured;
  }

  start(facts: Facts, start: Partial<OperationStart>): void {
    for (const key of START) this.#take(facts, key, this.#keeper.field(start, key));
    if (this.#content) this.#take(facts, "input", this.#keeper.field(start, "input"));
  }

  end(facts: Facts, end: OperationEnd): void {
    for (const key of END) this.#take(facts, key, this.#keeper.field(end, key));
    if (this.#content) this.#take(facts, "output", this.#keeper.field(end, "output"));
  }

  #take(facts: Facts, key: keyof Facts, given: unknown): void {
    if (given === undefined || given === null) return;
    let taken: unknown;
    try {
      taken = this.#toFact(key, given);
    } catch (error) {
      this.#keeper.unreadable(error);
    }
    if (taken === undefined) return;
    const known = facts[key];
    // What is learnt later adds to what was known.
    const adds = typeof taken === "object" && typeof known === "object" && MERGED.has(key);
    (facts as Record<string, unknown>)[key] = adds ? Object.freeze({ ...known, ...taken }) : taken;
  }

  #toFact(key: keyof Facts, given: unknown): unknown {
    const keeper = this.#keeper;
    switch (key) {
      case "error":
        return given;
      case "identity":
        return typeof given === "object" ? given : undefined;
      case "provider":
        return toProviderName(keeper.name(given));
      case "usage":
        return toUsage(given, this.#diagnostics);
      case "tool":
        return keeper.plain(
          this.#content ? withParsedArguments(given, keeper) : given,
          this.#content ? undefined : "arguments",
        );
      case "retrieval":
        return keeper.plain(given, this.#content ? undefined : "query");
      case "response":
        return withFinishReasons(keeper.plain(given) as ResponseInfo | undefined);
      case "documents":
        return this.#documents(given);
      case "input":
      case "output":
        return Array.isArray(given) ? listOf(keeper.content(withJsonValues(given.filter(isObject)))) : undefined;
      default:
        return typeof given === "string" ? keeper.name(given) : keeper.content(given);
    }
  }

  #documents(given: unknown): unknown {
    if (!Array.isArray(given)) return undefined;
    const known = given.filter(isObject);
    if (this.#content) return listOf(this.#keeper.content(known));
    return listOf(this.#keeper.content(known.map(({ id, score }: RetrievedDocument) => ({ id, score }))));
  }
}

const MERGED: ReadonlySet<string> = new Set(["request", "agent", "tool", "retrieval", "response"]);

function withParsedArguments(given: unknown, keeper: Keeper): unknown {
  const tool = given as { readonly arguments?: unknown };
  const parsed = toJsonValue(keeper.field(tool, "arguments"));
  return parsed === undefined ? tool : { ...tool, arguments: parsed };
}

function withFinishReasons(response: ResponseInfo | undefined): ResponseInfo | undefined {
  if (response?.finishReasons === undefined) return response;
  const { finishReasons, ...rest } = response;
  if (!Array.isArray(finishReasons)) return Object.freeze(rest);
  const reasons = finishReasons.map(toFinishReason).filter((reason) => reason !== undefined);
  return Object.freeze({ ...rest, finishReasons: Object.freeze(reasons) });
}

/** What could not be read is left out of its list. */
function listOf(copies: unknown): readonly unknown[] | undefined {
  return Array.isArray(copies) ? Object.freeze(copies.filter(isObject)) : undefined;
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
