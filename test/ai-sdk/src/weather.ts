import type { Reply, Signalled } from "./scripted-model.ts";
import type { Version } from "./sdk.ts";

/** Two steps: a call of the tool below, and an answer. */
export const ASKS_AND_SAYS: readonly Reply[] = [{ toolCalls: ["weather"] }, { text: "It is sunny in Rome." }];

/** An agent's settings, with a tool. */
export function weather(
  { sdk }: Version,
  model: object,
  execute: (input: unknown, about: Signalled) => unknown = () => "sunny",
): object {
  const inputSchema = sdk.jsonSchema({ type: "object", properties: { city: { type: "string" } } } as never);
  return {
    model,
    prompt: "What is the weather in Rome?",
    tools: { weather: sdk.tool({ description: "The weather", inputSchema, execute } as never) },
    stopWhen: ({ steps }: { readonly steps: readonly object[] }) => steps.length === 5,
    maxRetries: 0,
  };
}

/** A call of the SDK, whole or streamed, to its end. */
export async function run({ sdk }: Version, call: object, streamed: boolean): Promise<void> {
  if (!streamed) return void (await sdk.generateText(call as never));
  const { fullStream } = sdk.streamText({ ...call, onError: () => {} } as never);
  for await (const _ of fullStream);
}
