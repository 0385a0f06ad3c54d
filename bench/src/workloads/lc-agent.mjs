import { createAgent } from "langchain";
import { ANSWER, INSTRUCTIONS, QUESTION } from "../texts.mjs";
import { model, tools } from "./langchain.mjs";

// The same three calls and two tools in LangGraph: most runs that it reports are nodes, which get no span.
const agent = createAgent({ name: "deliveries", model, tools, systemPrompt: INSTRUCTIONS });

export async function run(config) {
  const { messages } = await agent.invoke({ messages: [{ role: "user", content: QUESTION }] }, { ...config });
  const answer = messages.at(-1)?.content;
  if (answer !== ANSWER) throw new Error(`The agent answered ${answer}`);
}
