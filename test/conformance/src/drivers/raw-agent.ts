import type { ApprovalDecision, Message, Operation, OperationEnd, OperationStart, Recorder } from "@isospan/core";
import {
  type AgentScript,
  declarationOf,
  INSTRUCTIONS,
  type Reply,
  type ScriptedToolCall,
  type ToolScript,
} from "../scenario.ts";
import { assistant, response, text } from "./raw-messages.ts";
import { JSON_SETTINGS, RawModel, toDefinition } from "./raw-model.ts";

/** An agent's loop, recorded by hand. */
export class RawAgent {
  readonly #recorder: Recorder;
  readonly #script: AgentScript;
  readonly #model: RawModel;
  readonly #fallback: RawModel | undefined;
  readonly #messages: Message[];
  readonly #asked: Partial<OperationStart>;

  constructor(recorder: Recorder, script: AgentScript, doubled = false) {
    const { conversationId } = script;
    this.#recorder = recorder;
    this.#script = script;
    this.#model = new RawModel(recorder, script.model, { doubled, conversationId });
    this.#fallback = script.fallback && new RawModel(recorder, script.fallback, { doubled, conversationId });
    this.#asked = {
      toolDefinitions: script.tools.map(declarationOf).map(toDefinition),
      ...(script.schema && { request: JSON_SETTINGS }),
    };
    this.#messages = [text("system", INSTRUCTIONS), text("user", script.question)];
  }

  async run(): Promise<string> {
    const { text, calls } = await this.#invoke(() => this.#loop());
    if (calls === undefined) return text ?? "";
    // A person has decided, and the agent is asked to go on.
    const decisions = calls.map((call): ApprovalDecision => (this.#tool(call).refused ? "denied" : "approved"));
    const resumed = await this.#invoke(() => this.#resume(calls, decisions), { decisions });
    return resumed.text ?? "";
  }

  async #invoke(fn: () => Promise<Answer>, more: Partial<OperationStart> = {}): Promise<Answer> {
    const { name, conversationId, user: context } = this.#script;
    const agent = this.#recorder.start({ name: "invoke_agent", agent: { name }, conversationId, context, ...more });
    return ended(
      agent,
      () => agent.run(fn),
      ({ calls }) => (calls === undefined ? {} : { outcome: "interrupted" }),
    );
  }

  async #resume(calls: readonly ScriptedToolCall[], decisions: readonly ApprovalDecision[]): Promise<Answer> {
    await this.#callTools(calls.filter((_, i) => decisions[i] !== "denied"));
    return this.#loop();
  }

  async #loop(): Promise<Answer> {
    const { maxModelCalls = Number.POSITIVE_INFINITY } = this.#script;
    for (let turn = 0; turn < maxModelCalls; turn++) {
      const reply = await this.#callWithRetry();
      this.#messages.push(assistant(reply));
      if (reply.toolCalls === undefined) return { text: this.#parsed(reply.text) };
      if (reply.toolCalls.some((call) => this.#tool(call).needsApproval)) return { calls: reply.toolCalls };
      await this.#callTools(reply.toolCalls);
    }
    return {};
  }

  #parsed(answer: string | undefined): string | undefined {
    try {
      if (this.#script.schema !== undefined) JSON.parse(answer ?? "");
      return answer;
    } catch (cause) {
      throw Object.assign(new Error("The answer is no JSON", { cause }), { name: "OutputParserException" });
    }
  }

  async #callWithRetry(): Promise<Reply> {
    try {
      return await this.#model.call(this.#messages, this.#asked);
    } catch (error) {
      if ((error as { status?: number }).status !== 503) throw error;
      return (this.#fallback ?? this.#model).call(this.#messages, this.#asked);
    }
  }

  async #callTools(calls: readonly ScriptedToolCall[]): Promise<void> {
    this.#messages.push(...(await Promise.all(calls.map((call) => this.#callTool(call)))));
  }

  async #callTool(call: ScriptedToolCall): Promise<Message> {
    const tool = { name: call.name, callId: call.id, arguments: call.arguments };
    const { conversationId } = this.#script;
    const operation = this.#recorder.start({ name: "execute_tool", tool, conversationId });
    try {
      const result = await operation.run(() => this.#execute(this.#tool(call)));
      const message = response(call.id, result);
      operation.end({ output: [message] });
      return message;
    } catch (error) {
      operation.end({ error });
      return response(call.id, `Error: ${(error as Error).message}`);
    }
  }

  #tool({ name }: ScriptedToolCall): ToolScript {
    return this.#script.tools.find((tool) => tool.name === name) as ToolScript;
  }

  async #execute({ agent, throws, result }: ToolScript): Promise<unknown> {
    if (throws !== undefined) throw new Error(throws);
    return agent === undefined ? result : new RawAgent(this.#recorder, agent).run();
  }
}

/** What an agent says, or the calls that wait for a person. */
interface Answer {
  readonly text?: string | undefined;
  readonly calls?: readonly ScriptedToolCall[] | undefined;
}

export async function ended<T>(
  operation: Operation,
  fn: () => Promise<T>,
  toEnd: (result: T) => OperationEnd,
): Promise<T> {
  try {
    const result = await fn();
    operation.end(toEnd(result));
    return result;
  } catch (error) {
    operation.end({ error });
    throw error;
  }
}
