import type { Telemetry } from "@isospan/core";
import { IsospanCallbackHandler } from "@isospan/langchain";
import { cannotPlay, type Driver } from "../driver.ts";
import {
  type AgentScript,
  declarationOf,
  INSTRUCTIONS,
  type ModelPlay,
  type Scenario,
  type ToolDeclaration,
  type ToolScript,
  type WorkflowScript,
} from "../scenario.ts";
import { type EmbeddingsModules, embedAll } from "./langchain-embeddings.ts";
import { type ModelModules, toScriptedModel } from "./langchain-model.ts";
import { toCallOptions, toContent } from "./langchain-request.ts";
import { type RetrieverModules, scriptedRetriever } from "./langchain-retriever.ts";

export { runGraph } from "./langchain-graph.ts";

/**
 * One line of LangChain: its modules, and what differs from the other lines. Each line's package hands in its own,
 * since what a handler sees depends on the copy that calls it.
 */
export interface LangChainLine<Model extends ChatModel, Tool> extends Pick<Driver, "name" | "gaps"> {
  readonly modules: ModelModules<Model> &
    RetrieverModules &
    EmbeddingsModules & { readonly HumanMessage: new (fields: { content: never }) => object };
  toTool(declaration: ToolDeclaration, run: ToolFunction): Tool;
  /** To its answer: what waits for a person is decided, and the agent is asked again. */
  runAgent(agent: ScriptedAgent<Model, Tool>, config: object): Promise<{ readonly messages: readonly Said[] }>;
  /** Left out where the line has no graphs. */
  runWorkflow?(workflow: ScriptedWorkflow, config: object): Promise<unknown>;
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
  /** JSON schema of the answer. */
  readonly schema: object | undefined;
  /** Asked when the model has failed. */
  readonly fallback: Model | undefined;
  readonly maxModelCalls: number | undefined;
  /** A failed model call is made again, once. */
  readonly retries: boolean;
  /** The tools that wait for a person. */
  readonly approvals: readonly ToolScript[];
}

export interface ScriptedWorkflow {
  readonly name: string;
  /** One after another, each a node of its own. */
  readonly steps: readonly ((config: object) => Promise<unknown>)[];
}

export type ToolFunction = (input: unknown, config: object) => Promise<unknown>;

interface Said {
  readonly content: unknown;
}

/** Plays scenarios through one line of LangChain. */
export function toLangChainDriver<Model extends ChatModel, Tool>(line: LangChainLine<Model, Tool>): Driver {
  const { HumanMessage } = line.modules;
  const ScriptedChatModel = toScriptedModel(line.modules);

  async function play({ play, doubled = false }: Scenario, telemetry: Telemetry): Promise<unknown> {
    const config = { callbacks: [new IsospanCallbackHandler({ telemetry })] };
    // A second handler in the model's constructor sees every model run once more.
    const inModel = doubled ? { callbacks: [new IsospanCallbackHandler({ telemetry })] } : {};
    switch (play.kind) {
      case "model":
        return playModel(play, inModel, config);
      case "agent":
        return runAgent(play.agent, inModel, config);
      case "workflow":
        if (line.runWorkflow === undefined) throw cannotPlay(play);
        return line.runWorkflow(toWorkflow(play.workflow), config);
      case "retrieve": {
        const { retriever, query } = play;
        return scriptedRetriever(line.modules, retriever).invoke(query, { ...config, runName: retriever.name });
      }
      case "embed":
        return embedAll(line.modules, play.model, play.texts, telemetry);
    }
  }

  async function playModel(play: ModelPlay, inModel: object, config: object): Promise<void> {
    const model = new ScriptedChatModel(play.model, inModel);
    const input = [new HumanMessage({ content: toContent(play) as never }) as never];
    const options = { ...config, ...toCallOptions(play) };
    if (!play.stream) {
      await model.invoke(input, options);
      return;
    }
    const abort = new AbortController();
    let read = 0;
    for await (const _ of await model.stream(input, { ...options, signal: abort.signal })) {
      if (++read !== play.stop?.afterChunks) continue;
      if (play.stop.how === "abandon") break;
      abort.abort();
    }
  }

  function toWorkflow({ name, steps }: WorkflowScript): ScriptedWorkflow {
    return {
      name,
      steps: steps.map((step) => async (config) => {
        if (step.kind === "model") await playModel(step, {}, config);
        else await runAgent(step.agent, {}, config);
      }),
    };
  }

  async function runAgent(script: AgentScript, inModel: object, config: object): Promise<string> {
    const { conversationId, user } = script;
    const metadata = user && { session_id: user.sessionId, user_id: user.userId };
    const agent = {
      name: script.name,
      instructions: INSTRUCTIONS,
      question: script.question,
      model: new ScriptedChatModel(script.model, inModel),
      tools: script.tools.map((tool) => line.toTool(declarationOf(tool), toFunction(tool))),
      schema: script.schema,
      fallback: script.fallback && new ScriptedChatModel(script.fallback, inModel),
      maxModelCalls: script.maxModelCalls,
      retries: script.fallback === undefined && script.model.replies.some((reply) => reply.error),
      approvals: script.tools.filter((tool) => tool.needsApproval),
    };
    const { messages } = await line.runAgent(agent, {
      ...config,
      ...(conversationId && { configurable: { thread_id: conversationId } }),
      metadata: { ...script.metadata, ...metadata },
    });
    return String(messages.at(-1)?.content);
  }

  function toFunction({ agent, throws, result }: ToolScript): ToolFunction {
    return async (_input, config) => {
      if (throws !== undefined) throw new Error(throws);
      return agent === undefined ? result : runAgent(agent, {}, config);
    };
  }

  return {
    name: line.name,
    gaps: line.gaps,
    play: async (scenario, telemetry) => void (await play(scenario, telemetry)),
  };
}
