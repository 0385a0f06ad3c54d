import type { Telemetry } from "@isospan/core";
import {
  type AgentScript,
  declarationOf,
  INSTRUCTIONS,
  type ModelScript,
  SETTINGS,
  type ToolScript,
} from "../scenario.ts";
import type { AiSdkLine } from "./ai-sdk-line.ts";

const { temperature, maxTokens: maxOutputTokens } = SETTINGS;

/** `recorded`: in a way of its own, though the SDK tells of it. */
export type ToModel = (script: ModelScript, recorded?: boolean) => object;

interface Generating {
  readonly doGenerate: (options: unknown) => Promise<object>;
}

/** A model that asks another when the first one fails, as applications write them. */
function toRouter(first: object, second: object): object {
  const [one, other] = [first, second] as [Generating, Generating];
  const doGenerate = async (options: unknown): Promise<object> => {
    try {
      return await one.doGenerate(options);
    } catch {
      return other.doGenerate(options);
    }
  };
  return new Proxy(first, { get: (model, key) => (key === "doGenerate" ? doGenerate : Reflect.get(model, key)) });
}

/** Asks for JSON of a schema. */
export function toOutput({ sdk }: AiSdkLine, schema: object): unknown {
  return sdk.Output.object({ schema: sdk.jsonSchema(schema as never) } as never);
}

/** Runs an agent to its answer. What waits for a person is decided, and the agent is asked again. */
export async function runAgent(
  line: AiSdkLine,
  script: AgentScript,
  toModel: ToModel,
  telemetry: Telemetry,
): Promise<string> {
  const settings = {
    model: script.fallback
      ? toRouter(toModel(script.model, true), toModel(script.fallback, true))
      : toModel(script.model),
    [line.words.instructions]: INSTRUCTIONS,
    tools: Object.fromEntries(script.tools.map((tool) => [tool.name, toTool(tool)])),
    stopWhen: line.stopAfter(script.maxModelCalls ?? 5),
    ...(script.schema && { [line.words.output]: toOutput(line, script.schema) }),
    maxRetries: script.fallback ? 0 : 1,
    temperature,
    maxOutputTokens,
    ...line.aboutRun(script, telemetry),
  };
  const messages: unknown[] = [{ role: "user", content: script.question }];
  const { text, content, response } = await line.sdk.generateText({ ...settings, messages } as never);
  const waiting = content.filter((part) => part.type === "tool-approval-request");
  if (waiting.length === 0) return text;
  const approved = !script.tools.some(({ refused }) => refused);
  const approvals = waiting.map(({ approvalId }) => ({ type: "tool-approval-response", approvalId, approved }));
  const resumed = [...messages, ...response.messages, { role: "tool", content: approvals }];
  return (await line.sdk.generateText({ ...settings, messages: resumed } as never)).text;

  function toTool(tool: ToolScript): unknown {
    const { agent, throws, result, told, needsApproval } = tool;
    const { description, parameters } = declarationOf(tool);
    return line.sdk.tool({
      description,
      inputSchema: line.sdk.jsonSchema(parameters as never),
      ...(needsApproval && { needsApproval }),
      ...(told && { toModelOutput: () => ({ type: "text", value: told }) }),
      execute: async () => {
        if (throws !== undefined) throw new Error(throws);
        return agent === undefined ? result : runAgent(line, agent, toModel, telemetry);
      },
    } as never);
  }
}
