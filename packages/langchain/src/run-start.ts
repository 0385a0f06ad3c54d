import { type OperationName, type OperationStart, toUserContext } from "@isospan/core";
import { type Metadata, toConversationId } from "./shapes.ts";

type Subject = Pick<OperationStart, "label" | "agent" | "tool" | "retrieval" | "decisions">;

/** The start of what is no model. Metadata is the application's and may be anything, so core reads it field by field. */
export class RunStart implements OperationStart {
  readonly name: OperationName;
  readonly label: OperationStart["label"];
  readonly agent: OperationStart["agent"];
  readonly tool: OperationStart["tool"];
  readonly retrieval: OperationStart["retrieval"];
  readonly decisions: OperationStart["decisions"];
  readonly #metadata: Metadata | undefined;

  constructor(name: OperationName, subject: Subject, metadata: Metadata | undefined) {
    this.name = name;
    this.label = subject.label;
    this.agent = subject.agent;
    this.tool = subject.tool;
    this.retrieval = subject.retrieval;
    this.decisions = subject.decisions;
    this.#metadata = metadata;
  }

  get conversationId(): string | undefined {
    return toConversationId(this.#metadata);
  }

  get context(): OperationStart["context"] {
    return toUserContext(this.#metadata);
  }
}
