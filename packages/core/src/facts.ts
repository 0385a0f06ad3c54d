import type { Message, OperationEnd, OperationStart, RetrievedDocument } from "./contract.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { Keeper } from "./keeper.ts";
import { MessageReader, toParsed } from "./message-reader.ts";
import type { Parts } from "./parts.ts";
import type { UserContext } from "./record.ts";
import { isHarmless, type SilentFailureRule } from "./silent-failure.ts";
import { toFinishReason } from "./to-finish-reason.ts";
import { toProviderName } from "./to-provider-name.ts";
import { toUsage } from "./to-usage.ts";

type Known = OperationStart & OperationEnd;

/** What is known of an operation so far: ours, plain, redacted. Only `error` and `identity` are still foreign. */
export type Facts = { -readonly [K in Exclude<keyof Known, "name">]?: Known[K] | undefined } & {
  name: OperationStart["name"];
  agentPath?: readonly string[] | undefined;
  silentFailure?: string | undefined;
};

const START =
  "label provider model conversationId remote context withhold request agent tool retrieval decisions".split(
    " ",
  ) as (keyof Facts & keyof OperationStart)[];
const END = [
  "response",
  "usage",
  "billedCost",
  "documents",
  "error",
  "identity",
  "outcome",
  "untold",
  "limitHit",
  "endsTurn",
  "parseFailure",
] as const;

const START_CONTENT = ["input", "toolDefinitions"] as const;
const END_CONTENT = ["output"] as const;

const MAX_CHOICES = 128;
const MAX_METADATA = 64;
/** A longer answer is text for its rules, JSON or not. */
const MAX_JUDGED_CHARACTERS = 32_768;

/** The plain fields of each object. What is not named here is never looked at. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  request: (
    "temperature topP topK maxTokens frequencyPenalty presencePenalty seed choiceCount dimensions stopSequences " +
    "encodingFormats outputType reasoningLevel stream serverAddress serverPort"
  ).split(" "),
  agent: ["name", "id", "description", "version"],
  tool: ["name", "callId", "type", "description"],
  retrieval: ["dataSourceId", "topK"],
  response: ["id", "model", "serviceTier"],
  billedCost: ["usd"],
  context: ["sessionId", "userId", "tenantId", "tags"],
};

const OURS = ["name", "agentPath", "silentFailure"] as const;
const FACTS: readonly (keyof Facts)[] = [...OURS, ...START, ...START_CONTENT, ...END, ...END_CONTENT];
const NO_FACTS = Object.fromEntries(FACTS.map((key) => [key, undefined]));

/** With all fields from the beginning: facts are read in many places, and what has one shape is quick to read. */
export function toFacts(name: Facts["name"]): Facts {
  const facts = { ...NO_FACTS } as unknown as Facts;
  facts.name = name;
  return facts;
}

/** Copies what an adapter says into facts: bounded, redacted and normalised, content only where it is wanted. */
export class FactReader {
  readonly #keeper: Keeper;
  readonly #diagnostics: Diagnostics;
  readonly #content: boolean;
  readonly #rules: readonly SilentFailureRule[];
  readonly #reader: MessageReader;

  constructor({ keeper, diagnostics, policy, options }: Parts) {
    this.#keeper = keeper;
    this.#diagnostics = diagnostics;
    this.#content = policy.captured;
    this.#rules = options.silentFailures || [];
    this.#reader = new MessageReader(keeper);
  }

  start(facts: Facts, start: Partial<OperationStart>): void {
    this.#read(facts, start, START);
    if (this.#content) this.#read(facts, start, START_CONTENT);
  }

  /** Whom something is done for, as `withContext` was told. */
  context(given: UserContext): UserContext | undefined {
    const facts: Facts = { name: "task" };
    this.#read(facts, { context: given }, ["context"]);
    return facts.context;
  }

  end(facts: Facts, end: OperationEnd): void {
    this.#read(facts, end, END);
    const judged = facts.name === "execute_tool" && facts.error === undefined && this.#rules.length > 0;
    if (!this.#content && !judged) return;
    const output = this.#keeper.field(end, "output");
    if (output === undefined) return;
    if (judged) this.#judge(facts, output);
    if (this.#content) this.#read(facts, { output }, END_CONTENT);
  }

  /** Most fields are not there: that must cost next to nothing. */
  #read(facts: Facts, source: Partial<Known>, keys: readonly (keyof Facts & keyof Known)[]): void {
    for (const key of keys) {
      try {
        const given = source[key];
        if (given !== undefined) this.#take(facts, key, given);
      } catch (error) {
        this.#keeper.unreadable(error);
      }
    }
  }

  /** The result is looked at, whether it may be kept or not. */
  #judge(facts: Facts, output: readonly Message[]): void {
    try {
      const response = output[0]?.parts[0]?.response;
      if (isHarmless(response, this.#rules)) return;
      const result = toParsed(response, MAX_JUDGED_CHARACTERS);
      for (const rule of this.#rules) {
        facts.silentFailure = this.#keeper.name(this.#asked(rule, result, facts));
        if (facts.silentFailure !== undefined) return;
      }
    } catch (error) {
      this.#keeper.unreadable(error);
    }
  }

  #asked(rule: SilentFailureRule, result: unknown, { tool }: Facts): unknown {
    try {
      return rule(result, tool);
    } catch (error) {
      return this.#keeper.unreadable(error);
    }
  }

  #take(facts: Facts, key: keyof Facts, given: unknown): void {
    if (given === null && key !== "error") return;
    const taken = this.#toFact(key, given, facts[key]);
    if (taken !== undefined) (facts as Record<string, unknown>)[key] = taken;
  }

  #toFact(key: keyof Facts, given: unknown, known: unknown): unknown {
    const fields = FIELDS[key];
    if (fields !== undefined) return typeof given === "object" ? this.#picked(key, fields, given, known) : undefined;
    switch (key) {
      case "error":
        return given;
      case "identity":
        return typeof given === "object" ? given : undefined;
      case "provider":
        return toProviderName(this.#keeper.name(given));
      case "usage":
        return toUsage(given, this.#diagnostics);
      case "toolDefinitions":
        return Array.isArray(given) ? listOf(this.#keeper.content(given)) : undefined;
      case "documents":
        return this.#documents(given);
      case "input":
      case "output":
        return this.#messages(given);
      default:
        return this.#plain(given);
    }
  }

  /** What is learnt later adds to what was known. */
  #picked(key: string, fields: readonly string[], given: unknown, known: unknown): unknown {
    const source = given as Readonly<Record<string, unknown>>;
    const picked: Record<string, unknown> = known === undefined ? {} : { ...known };
    for (const field of fields) {
      try {
        const value = source[field];
        const plain = value === undefined ? undefined : this.#plain(value);
        if (plain !== undefined) picked[field] = plain;
      } catch (error) {
        this.#keeper.unreadable(error);
      }
    }
    if (key === "response") this.#finishReasons(source, picked);
    else if (key === "context") this.#labels(source, picked);
    else if (this.#content && key === "tool") this.#takeContent(source, picked, "arguments");
    else if (this.#content && key === "retrieval") this.#takeContent(source, picked, "query");
    return Object.freeze(picked);
  }

  #plain(value: unknown): unknown {
    if (typeof value === "string") return this.#keeper.name(value);
    if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
    if (typeof value === "boolean") return value;
    const texts = Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
    return texts.length === 0 ? undefined : this.#keeper.content(texts);
  }

  #finishReasons(source: Readonly<Record<string, unknown>>, picked: Record<string, unknown>): void {
    const given = this.#keeper.field(source, "finishReasons");
    if (!Array.isArray(given)) return;
    const reasons = given.slice(0, MAX_CHOICES).map((reason) => toFinishReason(this.#keeper.name(reason)));
    picked.finishReasons = Object.freeze(reasons.filter((reason) => reason !== undefined));
  }

  #labels(source: Readonly<Record<string, unknown>>, picked: Record<string, unknown>): void {
    const metadata = this.#keeper.field(source, "metadata");
    if (isObject(metadata)) {
      const kept: Record<string, unknown> = { ...(picked.metadata as object | undefined) };
      for (const key of Object.keys(metadata as object).slice(0, MAX_METADATA)) {
        const value = this.#plain(this.#keeper.field(metadata as Record<string, unknown>, key));
        const name = this.#keeper.name(key);
        if (name !== undefined && value !== undefined && typeof value !== "object") kept[name] = value;
      }
      picked.metadata = Object.freeze(kept);
    }
    const prompt = this.#keeper.field(source, "prompt");
    if (!isObject(prompt)) return;
    const name = this.#plain(this.#keeper.field(prompt as Record<string, unknown>, "name"));
    const version = this.#plain(this.#keeper.field(prompt as Record<string, unknown>, "version"));
    if (typeof name !== "string") return;
    picked.prompt = Object.freeze(version === undefined ? { name } : { name, version: String(version) });
  }

  #takeContent(source: Readonly<Record<string, unknown>>, picked: Record<string, unknown>, field: string): void {
    const given = this.#keeper.field(source, field);
    const kept = this.#keeper.content(field === "arguments" ? this.#reader.value(given) : given);
    if (kept !== undefined) picked[field] = kept;
  }

  #messages(given: unknown): readonly Message[] | undefined {
    if (!Array.isArray(given)) return undefined;
    const read = given.filter(isObject).map((message) => this.#reader.message(message));
    return listOf(this.#keeper.content(read)) as readonly Message[] | undefined;
  }

  #documents(given: unknown): unknown {
    if (!Array.isArray(given)) return undefined;
    const known: readonly RetrievedDocument[] = given.filter(isObject);
    const wanted = known.map(({ id, score, content }) => (this.#content ? { id, score, content } : { id, score }));
    return listOf(this.#keeper.content(wanted));
  }
}

/** What could not be read is left out of its list. */
function listOf(copies: unknown): readonly unknown[] | undefined {
  if (!Array.isArray(copies)) return undefined;
  return copies.every(isObject) ? copies : Object.freeze(copies.filter(isObject));
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
