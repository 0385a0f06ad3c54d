import type { Facts } from "./facts.ts";
import type { OperationRecord } from "./record.ts";

/** Errors whose message quotes what a model said or what a graph holds, whatever is wrong with it. */
const QUOTING: ReadonlySet<string> = new Set([
  "AI_JSONParseError",
  "AI_TypeValidationError",
  "InvalidToolArguments",
  "InvalidUpdateError",
  "OutputParserException",
  "StructuredOutputParsingError",
]);

/** Which destinations may see messages, arguments, results and documents. */
export type ContentOption = boolean | Readonly<Record<string, boolean>>;

export class ContentPolicy {
  /** Whether anybody may see content. If not, it is never even read. */
  readonly captured: boolean;
  readonly #option: ContentOption;

  constructor(option: ContentOption) {
    this.#option = option;
    this.captured = option === true || (typeof option === "object" && Object.values(option).includes(true));
  }

  allows(destination: string | undefined): boolean {
    if (typeof this.#option === "boolean") return this.#option;
    return destination !== undefined && Object.hasOwn(this.#option, destination) && this.#option[destination] === true;
  }
}

/** A record as its destinations may see it. Without content it is made only where somebody may not see that. */
export class SeenRecord {
  readonly record: OperationRecord;
  readonly #policy: ContentPolicy;
  #bare: OperationRecord | undefined;

  constructor(record: OperationRecord, policy: ContentPolicy) {
    this.record = record;
    this.#policy = policy;
  }

  for(destination: string | undefined): OperationRecord {
    return this.#policy.allows(destination) ? this.record : this.bare;
  }

  get bare(): OperationRecord {
    this.#bare ??= this.#policy.captured ? withoutContent(this.record) : this.record;
    return this.#bare;
  }
}

/** The same record without what people wrote and models said. */
function withoutContent(record: OperationRecord): OperationRecord {
  const { input, output, toolDefinitions, documents, tool, retrieval, ...rest } = record;
  return Object.freeze({
    ...rest,
    ...(rest.error && { error: withoutQuotes(rest.error) }),
    ...(tool && { tool: without(tool, "arguments") }),
    ...(retrieval && { retrieval: without(retrieval, "query") }),
    ...(documents && { documents: Object.freeze(documents.map((document) => without(document, "content"))) }),
  });
}

/** The same error without a message that quotes content. */
export function withoutQuotes(error: NonNullable<OperationRecord["error"]>): typeof error {
  return QUOTING.has(error.type) && error.message !== "" ? Object.freeze({ type: error.type, message: "" }) : error;
}

export function without<T extends object, K extends keyof T>(source: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = source;
  return Object.freeze(rest);
}

/** Takes out of the facts what must not be recorded at all. */
export function withhold(facts: Facts): void {
  const { tool, retrieval, documents } = facts;
  if (facts.withhold?.includes("input")) {
    facts.input = facts.toolDefinitions = undefined;
    if (tool !== undefined) facts.tool = without(tool, "arguments");
    if (retrieval !== undefined) facts.retrieval = without(retrieval, "query");
  }
  if (facts.withhold?.includes("output")) {
    facts.output = undefined;
    if (documents !== undefined) facts.documents = Object.freeze(documents.map((each) => without(each, "content")));
  }
}
