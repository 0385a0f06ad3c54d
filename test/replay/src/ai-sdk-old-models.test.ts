import { expect, it } from "vitest";
import { aiSdk5 } from "./frameworks/ai-sdk-5.ts";
import { aiSdk7OldModels } from "./frameworks/ai-sdk-7.ts";
import { loopbackOnly } from "./loopback-only.ts";
import { OWN_RECORDINGS } from "./own-recordings.ts";
import { replayFolder } from "./replay-folder.ts";

loopbackOnly();

// What the SDK converts keeps its total in the raw usage alone, and our middleware does not look there yet.
it("provider packages of AI SDK 5 say to version 7 what they say to their own", async () => {
  const { differences } = await replayFolder(OWN_RECORDINGS, [aiSdk5, aiSdk7OldModels]);
  expect(differences.map(({ name, path, sides }) => [name, path, ...sides.map(({ value }) => value)])).toEqual([]);
});
