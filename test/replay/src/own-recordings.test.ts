import { describe, expect, it } from "vitest";
import { langchain } from "./frameworks/langchain.ts";
import { GAPS } from "./gaps/index.ts";
import { loopbackOnly } from "./loopback-only.ts";
import { OWN_RECORDINGS } from "./own-recordings.ts";
import { isGood, replayFolder } from "./replay-folder.ts";

loopbackOnly();
const frameworks = [langchain];
const replay = await replayFolder(OWN_RECORDINGS, frameworks);
const { replayed, notReplayed } = replay;

describe.each(frameworks.map(({ name }) => name))("%s, asked by the providers' own clients,", (framework) => {
  it.each(replayed.filter((each) => each.framework === framework))("records $name as $client got it", (each) => {
    const wrong = each.rows.filter(({ verdict }) => verdict !== "ok" && verdict !== "gap");
    expect(wrong.map(({ field, expected, actual }) => ({ field, expected, actual }))).toEqual([]);
    expect(each.problem).toBeUndefined();
  });
});

describe("our own recordings", () => {
  it("hold whole and streamed answers of every client", () => {
    const forms = Map.groupBy(replayed, ({ client }) => client);
    for (const [client, played] of forms) {
      if (client === "OpenAIEmbeddings") continue; // It streams nothing.
      expect([client, ...new Set(played.map(({ form }) => form))].sort()).toEqual([client, "streamed", "whole"].sort());
    }
    expect([...forms.keys()].sort()).toEqual([
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
    ]);
  });

  it("show every declared gap", () => {
    const shown = new Set(replayed.flatMap(({ rows }) => rows.map(({ gap }) => gap)));
    expect(GAPS.filter((gap) => !shown.has(gap))).toEqual([]);
  });

  it("are all replayed but those that no client can answer", () => {
    expect(notReplayed.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      expect.stringMatching(/^google\/blocked\.json: ChatGoogleGenerativeAI throws EmptyContentError/),
    ]);
  });

  it("are good as a whole", () => {
    expect(isGood(replay)).toBe(true);
  });
});
