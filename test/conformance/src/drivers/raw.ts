import type { Operation, OperationEnd, OperationStart, Recorder, Usage } from "@isospan/core";
import type { Driver } from "../driver.ts";
import {
  type AgentScript,
  INSTRUCTIONS,
  type ModelScript,
  type Reply,
  type Scenario,
  type ScriptedUsage,
  SETTINGS,
  type ToolScript,
} from "../scenario.ts";

type Message = NonNullable<OperationStart["input"]>[number];

/** Plays scenarios on the recorder itself: the reference that the goldens are written by. */
export const rawDriver: Driver = {
  name: "raw",
  gaps: {},
  play: (scenario, telemetry) => playRaw(scenario, telemetry.recorder),
};

export async function playRaw(scenario: Scenario, recorder: Recorder): Promise<void> {
  const { play, doubled = false } = scenario;
  if (play.kind === "agent") {
    await new RawAgent(recorder, play.agent, doubled).run();
    return;
  }
  const messages = [text("user", play.prompt)];
  const caller = new RawModel(recorder, play.model, doubled);
  if (!play.stream) await caller.call(messages);
  else await caller.stream(messages, play.stop);
}

class RawAgent {
  readonly #recorder: Recorder;
  readonly #script: AgentScript;
  readonly #model: RawModel;

  constructor(recorder: Recorder, script: AgentScript, doubled: boolean) {
    this.#recorder = recorder;
    this.#script = script;
    this.#model = new RawModel(recorder, script.model, doubled);
  }

  async run(): Promise<string> {
    const { name, question } = this.#script;
    const agent = this.#recorder.start({ name: "invoke_agent", agent: { name } });
    return ended(agent, () => agent.run(() => this.#loop([text("system", INSTRUCTIONS), text("user", question)])));
  }

  async #loop(messages: Message[]): Promise<string> {
    for (;;) {
      const reply = await this.#callWithRetry(messages);
      messages.push(assistant(reply));
      if (reply.toolCalls === undefined) return reply.text ?? "";
      const answers = await Promise.all(reply.toolCalls.map((call) => this.#callTool(call)));
      messages.push(...answers);
    }
  }

  async #callWithRetry(messages: readonly Message[]): Promise<Reply> {
    try {
      return await this.#model.call(messages);
    } catch (error) {
      if ((error as { status?: number }).status !== 503) throw error;
      return this.#model.call(messages);
    }
  }

  async #callTool(call: NonNullable<Reply["toolCalls"]>[number]): Promise<Message> {
    const script = this.#script.tools.find((tool) => tool.name === call.name) as ToolScript;
    const tool = { name: call.name, callId: call.id, arguments: call.arguments };
    const operation = this.#recorder.start({ name: "execute_tool", tool });
    try {
      const result = await operation.run(() => this.#execute(script));
      const message = response(call.id, result);
      operation.end({ output: [message] });
      return message;
    } catch (error) {
      operation.end({ error });
      return response(call.id, `Error: ${(error as Error).message}`);
    }
  }

  async #execute({ agent, throws, result }: ToolScript): Promise<unknown> {
    if (throws !== undefined) throw new Error(throws);
    return agent === undefined ? result : new RawAgent(this.#recorder, agent, false).run();
  }
}

class RawModel {
  readonly #recorder: Recorder;
  readonly #script: ModelScript;
  readonly #doubled: boolean;
  #calls = 0;

  constructor(recorder: Recorder, script: ModelScript, doubled: boolean) {
    this.#recorder = recorder;
    this.#script = script;
    this.#doubled = doubled;
  }

  async call(input: readonly Message[]): Promise<Reply> {
    const reply = this.#script.replies[this.#calls++] as Reply;
    const operation = this.#start(input);
    await this.#recorder.admit(operation);
    return operation.run(async () => {
      // The same call, seen a second time from within.
      const inner = this.#doubled ? this.#start(input) : undefined;
      if (reply.error !== undefined) {
        const error = Object.assign(new Error(reply.error.message), { status: reply.error.status });
        inner?.end({ error });
        operation.end({ error });
        throw error;
      }
      const end = this.#end(reply);
      inner?.end(end);
      operation.end(end);
      return reply;
    });
  }

  async stream(input: readonly Message[], stop: Stop | undefined): Promise<void> {
    const reply = this.#script.replies[this.#calls++] as Reply;
    const abort = new AbortController();
    const operation = this.#recorder.start(this.#request(input), { signal: abort.signal });
    const inner = this.#doubled ? operation.run(() => this.#start(input)) : undefined;
    let read = 0;
    for (const chunk of reply.chunks ?? []) {
      inner?.chunk(chunk);
      operation.chunk(chunk);
      if (++read !== stop?.afterChunks) continue;
      if (stop.how === "abort") abort.abort();
      return;
    }
    const end = this.#end(reply);
    inner?.end(end);
    operation.end(end);
  }

  #start(input: readonly Message[]): Operation {
    return this.#recorder.start(this.#request(input));
  }

  #request(input: readonly Message[]): OperationStart {
    return { name: "chat", provider: "openai.chat", model: this.#script.name, request: SETTINGS, input };
  }

  #end(reply: Reply): OperationEnd {
    const finishReasons = [reply.toolCalls ? "tool_calls" : "stop"];
    const usage = reply.usage && toUsage(reply.usage);
    return {
      response: { id: `chatcmpl-${this.#calls}`, model: this.#script.responseModel, finishReasons },
      usage,
      identity: usage,
      output: [assistant(reply)],
    };
  }
}

type Stop = Extract<Scenario["play"], { kind: "model" }>["stop"];

function toUsage({ input, output, cacheRead, reasoning }: ScriptedUsage): Usage {
  return { inputTokens: input, outputTokens: output, cacheReadTokens: cacheRead, reasoningTokens: reasoning };
}

async function ended<T>(operation: Operation, fn: () => Promise<T>): Promise<T> {
  try {
    const result = await fn();
    operation.end();
    return result;
  } catch (error) {
    operation.end({ error });
    throw error;
  }
}

function text(role: string, content: string): Message {
  return { role, parts: content === "" ? [] : [{ type: "text", content }] };
}

function assistant(reply: Reply): Message {
  const calls = (reply.toolCalls ?? []).map((call) => ({ type: "tool_call", ...call }));
  return {
    role: "assistant",
    parts: [...text("assistant", reply.text ?? reply.chunks?.join("") ?? "").parts, ...calls],
  };
}

function response(id: string, result: unknown): Message {
  return { role: "tool", parts: [{ type: "tool_call_response", id, response: result }] };
}
