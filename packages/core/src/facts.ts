import type { Message, OperationEnd, OperationStart, RetrievedDocument } from "./contract.ts";
import type { Diagnostics } from "./diagnostics.ts";
import * as fields from "./fields.ts";
import type { Keeper } from "./keeper.ts";
import { MessageReader, toParsed } from "./message-reader.ts";
import type { Parts } from "./parts.ts";
import type { UserContext } from "./record.ts";
import { isHarmless, type SilentFailureRule } from "./silent-failure.ts";
import { toProviderName } from "./to-provider-name.ts";
import { toUsage } from "./to-usage.ts";

type Known = OperationStart & OperationEnd;

/** What is known of an operation so far: ours, plain, redacted. Only `error` and `identity` are still foreign. */
export type Facts = { -readonly [K in Exclude<keyof Known, "name">]?: Known[K] | undefined } & {
  name: OperationStart["name"];
  agentPath?: readonly string[] | undefined;
  silentFailure?: string | undefined;
};

const START = (
  "label provider model conversationId remote context withhold request agent tool retrieval decisions input " +
  "toolDefinitions"
).split(" ") as (keyof Facts & keyof OperationStart)[];
const END =
  "response usage billedCost documents error identity outcome untold limitHit endsTurn parseFailure output".split(
    " ",
  ) as (keyof OperationEnd)[];

/** A longer answer is text for its rules, JSON or not. */
const MAX_JUDGED_CHARACTERS = 32_768;

const FACTS: readonly (keyof Facts)[] = ["name", "agentPath", "silentFailure", ...START, ...END];
const NO_FACTS = Object.fromEntries(FACTS.map((key) => [key, undefined]));

/** With all fields from the beginning: facts are read in many places, and what has one shape is quick to read. */
export function toFacts(name: Facts["name"]): Facts {
  const facts = { ...NO_FACTS } as unknown as Facts;
  facts.name = name;
  return facts;
}

/** Whether an answer came before this end, or with it: content that is not kept is one, and so is what cannot be read. */
export function isAnswered({ response, error }: Facts, end: OperationEnd): boolean {
  if (response !== undefined || error !== undefined) return response !== undefined;
  try {
    return [end.usage, end.output, end.documents, end.identity].some((each) => each !== undefined);
  } catch {
    return true;
  }
}

/**
 * Copies what an adapter says into facts: bounded, redacted and normalised, content only where it is wanted. All fields
 * at once; one by one only where one of them cannot be read, which then costs that one.
 */
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
    try {
      this.#start(facts, start);
    } catch {
      for (const key of START) this.#attempt(() => this.#start(facts, { [key]: start[key] }));
    }
  }

  /** Whom something is done for, as `withContext` was told. */
  context(given: UserContext): UserContext | undefined {
    return this.#picked(fields.context, fields.CONTEXT, given, undefined);
  }

  end(facts: Facts, end: OperationEnd): void {
    try {
      this.#end(facts, end);
    } catch {
      for (const key of END) this.#attempt(() => this.#end(facts, { [key]: end[key] }));
    }
  }

  #start(facts: Facts, start: Partial<OperationStart>): void {
    const { label, provider, model, conversationId, remote, context, withhold, decisions } = start;
    const { request, agent, tool, retrieval } = start;
    if (label) facts.label = this.#plain(label, facts.label);
    if (provider) facts.provider = toProviderName(this.#keeper.name(provider)) ?? facts.provider;
    if (model) facts.model = this.#plain(model, facts.model);
    if (conversationId) facts.conversationId = this.#plain(conversationId, facts.conversationId);
    if (remote !== undefined) facts.remote = this.#plain(remote, facts.remote);
    // What is learnt later cannot take back what must not be seen.
    if (withhold) facts.withhold = this.#plain([...withhold, ...(facts.withhold ?? [])], facts.withhold);
    if (decisions) facts.decisions = this.#plain(decisions, facts.decisions);
    if (context) facts.context = this.#picked(fields.context, fields.CONTEXT, context, facts.context);
    if (request) facts.request = this.#picked(fields.request, fields.REQUEST, request, facts.request);
    if (agent) facts.agent = this.#picked(fields.agent, fields.AGENT, agent, facts.agent);
    if (tool) facts.tool = this.#picked(fields.tool, fields.TOOL, tool, facts.tool);
    if (retrieval) facts.retrieval = this.#picked(fields.retrieval, fields.RETRIEVAL, retrieval, facts.retrieval);
    if (!this.#content) return;
    if (tool) facts.tool = this.#withContent(tool, facts.tool, "arguments");
    if (retrieval) facts.retrieval = this.#withContent(retrieval, facts.retrieval, "query");
    const { input, toolDefinitions } = start;
    if (input) facts.input = this.#messages(input) ?? facts.input;
    if (toolDefinitions) facts.toolDefinitions = this.#tools(toolDefinitions) ?? facts.toolDefinitions;
  }

  #end(facts: Facts, end: OperationEnd): void {
    const { response, usage, billedCost, documents, error, identity } = end;
    const { outcome, untold, limitHit, endsTurn, parseFailure } = end;
    if (response) facts.response = this.#picked(fields.response, fields.RESPONSE, response, facts.response);
    if (usage) facts.usage = toUsage(usage, this.#diagnostics) ?? facts.usage;
    if (billedCost) facts.billedCost = this.#picked(fields.billedCost, fields.BILLED, billedCost, facts.billedCost);
    if (documents) facts.documents = this.#documents(documents) ?? facts.documents;
    if (error !== undefined) {
      facts.error = error;
      // While one part of it waits for a person, another may fail.
      if (facts.outcome === "interrupted") facts.outcome = undefined;
    }
    if (typeof identity === "object" && identity !== null) facts.identity = identity;
    if (outcome) facts.outcome = this.#plain(outcome, facts.outcome);
    if (untold !== undefined) facts.untold = this.#plain(untold, facts.untold);
    if (limitHit) facts.limitHit = this.#plain(limitHit, facts.limitHit);
    if (endsTurn !== undefined) facts.endsTurn = this.#plain(endsTurn, facts.endsTurn);
    if (parseFailure !== undefined) facts.parseFailure = this.#plain(parseFailure, facts.parseFailure);
    const judged = facts.name === "execute_tool" && facts.error === undefined && this.#rules.length > 0;
    if (!this.#content && !judged) return;
    const { output } = end;
    if (!output) return;
    if (judged) this.#judge(facts, output);
    if (this.#content) facts.output = this.#messages(output) ?? facts.output;
  }

  /** What is learnt later adds to what was known. */
  #picked<T extends object>(
    read: fields.Read<T>,
    keys: readonly string[],
    given: T,
    known: T | undefined,
  ): T | undefined {
    if (typeof given !== "object") return known;
    const picked = (known === undefined ? {} : { ...known }) as fields.Picked<T>;
    try {
      read(given, picked, this.#keeper);
    } catch {
      const source = given as Readonly<Record<string, unknown>>;
      for (const key of keys) this.#attempt(() => read({ [key]: source[key] } as T, picked, this.#keeper));
    }
    return Object.freeze(picked) as T;
  }

  #attempt(read: () => void): void {
    try {
      read();
    } catch (error) {
      this.#keeper.unreadable(error);
    }
  }

  #plain<T>(given: T, known: T | undefined): T | undefined {
    return (fields.plain(given, this.#keeper) as T | undefined) ?? known;
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

  #withContent<T extends object, K extends keyof T>(source: T, picked: T | undefined, field: K): T | undefined {
    const given = this.#keeper.field(source, field);
    const kept = this.#keeper.content(field === "arguments" ? this.#reader.value(given) : given);
    return kept === undefined ? picked : Object.freeze({ ...picked, [field]: kept } as T);
  }

  #messages(given: unknown): readonly Message[] | undefined {
    if (!Array.isArray(given)) return undefined;
    return this.#list(given.filter(isObject).map((message) => this.#reader.message(message))) as readonly Message[];
  }

  #documents(given: unknown): readonly RetrievedDocument[] | undefined {
    if (!Array.isArray(given)) return undefined;
    const known: readonly RetrievedDocument[] = given.filter(isObject);
    const wanted = known.map(({ id, score, content }) => (this.#content ? { id, score, content } : { id, score }));
    return this.#list(wanted) as readonly RetrievedDocument[];
  }

  #tools(given: Facts["toolDefinitions"]): Facts["toolDefinitions"] {
    return Array.isArray(given) ? objectsOf(this.#reader.tools(given)) : undefined;
  }

  #list<T>(given: T): T | undefined {
    return Array.isArray(given) ? objectsOf(this.#keeper.content(given)) : undefined;
  }
}

/** What could not be read is left out of its list. */
function objectsOf<T>(copies: unknown): T | undefined {
  if (!Array.isArray(copies)) return undefined;
  return (copies.every(isObject) ? copies : Object.freeze(copies.filter(isObject))) as T;
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
