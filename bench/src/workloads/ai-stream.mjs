import { streamText } from "ai";
import { CHUNKS } from "../texts.mjs";
import { call } from "./ai-sdk.mjs";

export async function run() {
  const { textStream, usage } = streamText(call);
  let chunks = 0;
  for await (const _ of textStream) chunks++;
  if (chunks !== CHUNKS) throw new Error(`The stream had ${chunks} chunks`);
  await usage;
}
