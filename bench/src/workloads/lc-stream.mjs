import { HumanMessage, SystemMessage } from "@langchain/core/messages";
import { CHUNKS, INSTRUCTIONS, QUESTION } from "../texts.mjs";
import { model } from "./langchain.mjs";

export async function run(config) {
  const stream = await model.stream([new SystemMessage(INSTRUCTIONS), new HumanMessage(QUESTION)], { ...config });
  let chunks = 0;
  for await (const chunk of stream) if (chunk.content !== "") chunks++;
  if (chunks !== CHUNKS) throw new Error(`The stream had ${chunks} chunks`);
}
