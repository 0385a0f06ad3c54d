import { describe, expect, it } from "vitest";
import { FRAMEWORKS } from "./frameworks/index.ts";
import { GAPS } from "./gaps/index.ts";
import { KNOWN_DIFFERENCES } from "./known-differences.ts";
import { loopbackOnly } from "./loopback-only.ts";
import { OWN_RECORDINGS } from "./own-recordings.ts";
import { isGood, replayFolder } from "./replay-folder.ts";
import { toUndeclared } from "./to-causes.ts";

loopbackOnly();
const replay = await replayFolder(OWN_RECORDINGS, FRAMEWORKS);
const { replayed, notReplayed, differences } = replay;

describe.each(FRAMEWORKS.map(({ name }) => name))("%s, asked by the providers' own clients,", (framework) => {
  it.each(replayed.filter((each) => each.framework === framework))("records $name as $client got it", (each) => {
    const wrong = each.rows.filter(({ verdict }) => verdict !== "ok" && verdict !== "gap");
    expect(wrong.map(({ field, expected, actual }) => ({ field, expected, actual }))).toEqual([]);
    expect(each.problem).toBeUndefined();
  });
});

const LANGCHAIN = [
  "AzureChatOpenAI",
  "ChatAnthropic",
  "ChatBedrockConverse",
  "ChatDeepSeek",
  "ChatGoogleGenerativeAI",
  "ChatGroq",
  "ChatMistralAI",
  "ChatOpenAI",
  "ChatXAI",
  "ChatXAIResponses",
  "OpenAIEmbeddings",
];
const AI_SDK = [
  "amazon-bedrock",
  "anthropic",
  "azure",
  "cohere",
  "deepseek",
  "google",
  "groq",
  "mistral",
  "openai",
  "openai embedding",
  "openai-compatible",
  "xai",
];

describe("our own recordings", () => {
  it.each(FRAMEWORKS.map(({ name }) => name))("hold whole and streamed answers of every client of %s", (framework) => {
    const own = replayed.filter((each) => each.framework === framework);
    const forms = Map.groupBy(own, ({ client }) => client);
    for (const [client, played] of forms) {
      if (/embedding/i.test(client)) continue; // It streams nothing.
      expect([client, ...new Set(played.map(({ form }) => form))].sort()).toEqual([client, "streamed", "whole"].sort());
    }
    expect([...forms.keys()].sort()).toEqual(framework === "langchain" ? LANGCHAIN : AI_SDK);
  });

  it("show every declared gap", () => {
    const shown = new Set(replayed.flatMap(({ rows }) => rows.map(({ gap }) => gap)));
    expect(GAPS.filter((gap) => !shown.has(gap))).toEqual([]);
  });

  it("show no difference between the frameworks that is not declared, and every one that is", () => {
    expect(toUndeclared(differences)).toEqual([]);
    const causes = new Set(differences.map(({ cause }) => cause));
    expect(KNOWN_DIFFERENCES.filter((known) => !causes.has(known))).toEqual([]);
  });

  it("are all replayed but those that no client can answer", () => {
    const reasons = notReplayed.map(({ name, framework, reason }) => `${name} by ${framework}: ${reason}`);
    expect(reasons.filter((reason) => !/by langchain: no client for cohere/.test(reason))).toEqual([
      // Zod's newest wants an unknown field to be there.
      expect.stringMatching(/^amazon-bedrock\/tool-use\.chunks\.txt by ai-sdk-5: .* AI_TypeValidationError/),
      // Nobody had asked with tools, and so it looks for them nowhere.
      expect.stringMatching(/^anthropic\/web-search\.chunks\.txt by ai-sdk-5: anthropic throws TypeError/),
      expect.stringMatching(/^anthropic\/web-search\.json by ai-sdk-5: anthropic throws TypeError/),
      expect.stringMatching(/^google\/blocked\.json by langchain: ChatGoogleGenerativeAI throws EmptyContentError/),
      expect.stringMatching(/^mistral\/usage-apart\.chunks\.txt by ai-sdk-7: mistral throws TypeError/),
      expect.stringMatching(/^mistral\/usage-apart\.chunks\.txt by ai-sdk-6: mistral throws TypeError/),
      expect.stringMatching(/^mistral\/usage-apart\.chunks\.txt by ai-sdk-5: mistral throws TypeError/),
      expect.stringMatching(/^openai\/responses-custom-tool\.json by ai-sdk-5: openai throws AI_APICallError/),
      expect.stringMatching(/^openai\/responses-web-search\.chunks\.txt by ai-sdk-5: openai throws TypeError/),
      expect.stringMatching(/^openai\/responses-web-search\.json by ai-sdk-5: openai throws TypeError/),
    ]);
  });

  it("are good as a whole", () => {
    expect(isGood(replay)).toBe(true);
  });
});
