import { expect, it } from "vitest";
import { aiSdk7, aiSdk7Telemetry } from "./frameworks/ai-sdk-7.ts";
import { loopbackOnly } from "./loopback-only.ts";
import { OWN_RECORDINGS } from "./own-recordings.ts";
import { replayFolder } from "./replay-folder.ts";
import { toUndeclared } from "./to-causes.ts";

loopbackOnly();

it("what AI SDK 7 tells of itself makes the same record of an answer as a wrapped model", async () => {
  const { replayed, differences } = await replayFolder(OWN_RECORDINGS, [aiSdk7, aiSdk7Telemetry]);
  const problems = replayed.flatMap(({ name, framework, problem }) =>
    problem === undefined ? [] : `${name} by ${framework}: ${problem}`,
  );
  expect(problems).toEqual([]);
  // The SDK's event of an embedding has no answer in it.
  expect(toUndeclared(differences)).toEqual([
    expect.stringMatching(/^openai\/embedding\.json: response\.model is .* unknown/),
  ]);
});
