import { type OperationStart, toUserContext } from "@isospan/core";
import { type Fields, fields, text } from "./fields.ts";

/** What the application says of an agent's run. */
export interface AgentAbout extends Pick<OperationStart, "withhold"> {
  readonly functionId?: string | undefined;
  readonly runtimeContext?: unknown;
}

export interface Wishes {
  readonly recordInputs?: boolean | undefined;
  readonly recordOutputs?: boolean | undefined;
}

/** An agent's start. Core reads the fields one by one: the context is the application's and may be anything. */
export class AgentStart implements OperationStart {
  readonly name = "invoke_agent";
  readonly agent: OperationStart["agent"];
  readonly withhold: OperationStart["withhold"];
  readonly #context: Fields;

  constructor({ functionId, runtimeContext, withhold }: AgentAbout) {
    this.agent = { name: functionId };
    this.withhold = withhold;
    this.#context = fields(runtimeContext);
  }

  get conversationId(): string | undefined {
    const { conversationId, conversation_id, threadId, thread_id } = this.#context;
    return text(conversationId) ?? text(conversation_id) ?? text(threadId) ?? text(thread_id);
  }

  get context(): OperationStart["context"] {
    return toUserContext(this.#context);
  }
}

/** What the application wants kept back. */
export function toWithheld({ recordInputs, recordOutputs }: Wishes): OperationStart["withhold"] {
  if (recordInputs !== false && recordOutputs !== false) return undefined;
  const inputs = recordInputs === false ? ["input" as const] : [];
  return recordOutputs === false ? [...inputs, "output"] : inputs;
}
