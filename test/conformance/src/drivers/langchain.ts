import type { Telemetry } from "@isospan/core";
import { IsospanCallbackHandler } from "@isospan/langchain";
import type { Driver } from "../driver.ts";
import { type AgentScript, INSTRUCTIONS, type Scenario, type ToolScript } from "../scenario.ts";
import { type ModelModules, toScriptedModel } from "./langchain-model.ts";

/**
 * One line of LangChain: its modules, and what differs from the other lines. Each line's package hands in its own,
 * since what a handler sees depends on the copy that calls it.
 */
export interface LangChainLine<Model extends ChatModel, Tool> extends Pick<Driver, "name" | "gaps"> {
  readonly modules: ModelModules<Model> & { readonly HumanMessage: new (text: string) => object };
  toTool(name: string, run: ToolFunction): Tool;
  runAgent(agent: ScriptedAgent<Model, Tool>, config: object): Promise<{ readonly messages: readonly Said[] }>;
}

interface ChatModel {
  invoke(input: never[], config: object): Promise<unknown>;
  stream(input: never[], config: object): Promise<AsyncIterable<unknown>>;
}

export interface ScriptedAgent<Model, Tool> {
  readonly name: string;
  readonly instructions: string;
  readonly question: string;
  readonly model: Model;
  readonly tools: Tool[];
  /** A failed model call is made again, once. */
  readonly retries: boolean;
}

export type ToolFunction = (input: unknown, config: object) => Promise<unknown>;

interface Said {
  readonly content: unknown;
}

/** Plays scenarios through one line of LangChain. */
export function toLangChainDriver<Model extends ChatModel, Tool>(line: LangChainLine<Model, Tool>): Driver {
  const { HumanMessage } = line.modules;
  const ScriptedChatModel = toScriptedModel(line.modules);

  async function play({ play, doubled = false }: Scenario, telemetry: Telemetry): Promise<void> {
    const handler = new IsospanCallbackHandler({ telemetry });
    // A second handler in the model's constructor sees every model run once more.
    const inModel = doubled ? { callbacks: [new IsospanCallbackHandler({ telemetry })] } : {};
    if (play.kind === "agent") {
      await runAgent(play.agent, inModel, { callbacks: [handler] });
      return;
    }
    const model = new ScriptedChatModel(play.model, inModel);
    const input = [new HumanMessage(play.prompt) as never];
    if (!play.stream) {
      await model.invoke(input, { callbacks: [handler] });
      return;
    }
    const abort = new AbortController();
    let read = 0;
    for await (const _ of await model.stream(input, { callbacks: [handler], signal: abort.signal })) {
      if (++read !== play.stop?.afterChunks) continue;
      if (play.stop.how === "abandon") break;
      abort.abort();
    }
  }

  async function runAgent(script: AgentScript, inModel: object, config: object): Promise<string> {
    const agent = {
      name: script.name,
      instructions: INSTRUCTIONS,
      question: script.question,
      model: new ScriptedChatModel(script.model, inModel),
      tools: script.tools.map((tool) => line.toTool(tool.name, toFunction(tool))),
      retries: script.model.replies.some((reply) => reply.error),
    };
    const { messages } = await line.runAgent(agent, config);
    return String(messages.at(-1)?.content);
  }

  function toFunction({ agent, throws, result }: ToolScript): ToolFunction {
    return async (_input, config) => {
      if (throws !== undefined) throw new Error(throws);
      return agent === undefined ? result : runAgent(agent, {}, config);
    };
  }

  return { name: line.name, gaps: line.gaps, play };
}
