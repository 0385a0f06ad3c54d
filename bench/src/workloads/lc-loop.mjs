import { HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";
import { RunnableLambda } from "@langchain/core/runnables";
import { ANSWER, INSTRUCTIONS, QUESTION } from "../texts.mjs";
import { model, tools } from "./langchain.mjs";

const toolsByName = new Map(tools.map((tool) => [tool.name, tool]));

// The loop that an agent is, written out: three model calls and two tools below one runnable.
const loop = RunnableLambda.from(async (question, config) => {
  const messages = [new SystemMessage(INSTRUCTIONS), new HumanMessage(question)];
  for (;;) {
    const answer = await model.invoke(messages, config);
    if (answer.tool_calls.length === 0) return answer.content;
    messages.push(answer);
    for (const { id, name, args } of answer.tool_calls) {
      const content = await toolsByName.get(name).invoke(args, config);
      messages.push(new ToolMessage({ content, name, tool_call_id: id }));
    }
  }
}).withConfig({ runName: "deliveries" });

export async function run(config) {
  const answer = await loop.invoke(QUESTION, { ...config });
  if (answer !== ANSWER) throw new Error(`The loop answered ${answer}`);
}
