import { type Fields, fields } from "./fields.ts";
import type { ContentPart } from "./shapes.ts";

/**
 * The calls of tools that an agent's newest answer asks for and that have not run. Noted where the application keeps
 * outputs back: AI SDK 7 then does not say what an agent has answered, nor that it waits for a person.
 */
export class HiddenCalls {
  readonly #tools: Fields;
  readonly #left = new Map<string | undefined, string | undefined>();

  /** `tools`: the application's, where the SDK tells of them. */
  constructor(tools: unknown) {
    this.#tools = fields(tools);
  }

  /** A model is asked anew. */
  clear(): void {
    this.#left.clear();
  }

  see({ type, toolCallId, toolName, providerExecuted }: ContentPart): void {
    if (type === "tool-call" && providerExecuted !== true) this.#left.set(toolCallId, toolName);
  }

  ran(toolCallId: string | undefined): void {
    this.#left.delete(toolCallId);
  }

  get isLeft(): boolean {
    return this.#left.size > 0;
  }

  /** A tool that can run, and has not, waits for a person. */
  get waits(): boolean {
    return [...this.#left.values()].some((name = "") => {
      const { execute, needsApproval } = fields(this.#tools[name]);
      return execute !== undefined || Boolean(needsApproval);
    });
  }
}
