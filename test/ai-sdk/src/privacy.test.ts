import { describe, expect, it } from "vitest";
import { type Reply, scriptedModel } from "./scripted-model.ts";
import { VERSIONS } from "./sdk.ts";
import { type SetUp, setUp } from "./set-up.ts";
import { type About, toldCall } from "./told-runs.ts";
import { run, weather } from "./weather.ts";

const EACH_WAY = [[false], [true]] as const;

/** Everything that has left: records and spans. */
function left({ records, spans }: SetUp): string {
  const exported = spans().map(({ name, attributes, status, events }) => [name, attributes, status, events]);
  return JSON.stringify([records(), exported]);
}

/** Bytes of a picture, and what their base64 has in its middle. */
const BYTES = new TextEncoder().encode("canary of a picture, in bytes");
const BASE64 = Buffer.from(BYTES).toString("base64");

const PROVIDER = { openai: { webhookSigningSecret: "canary-metadata" } };
const HEADERS = { "x-answered-by": "canary-response-header" };

const ANSWERS: readonly Reply[] = [
  { toolCalls: ["weather"], more: { providerMetadata: PROVIDER } },
  { text: "canary-answer", more: { providerMetadata: PROVIDER, response: { id: "r", headers: HEADERS } } },
];

describe.each(VERSIONS)("AI SDK $name", (version) => {
  const play = async (streamed: boolean, about: About, more: object = {}, replies = ANSWERS): Promise<string> => {
    const all = setUp({ register: version.name === "7", content: true });
    const model = scriptedModel(version.specification, replies);
    const call = weather(version, model, () => "canary-result");
    const asked = { ...call, ...toldCall(version, model, all.telemetry, about), prompt: "canary-question" };
    await run(version, { ...asked, ...more }, streamed);
    expect(all.records().map((record) => record.outcome)).not.toEqual([]);
    return left(all);
  };

  describe.each(EACH_WAY)("streamed: %s", (streamed) => {
    it("records what is said where content is on", async () => {
      const all = await play(streamed, {});
      for (const what of ["question", "answer", "result"]) expect(all).toContain(`canary-${what}`);
    });

    it("records no inputs where the call says so", async () => {
      const all = await play(streamed, { recordInputs: false });
      expect(all).not.toContain("canary-question");
      expect(all).toContain("canary-answer");
    });

    it("records no outputs where the call says so", async () => {
      const all = await play(streamed, { recordOutputs: false });
      expect(all).not.toContain("canary-answer");
      expect(all).toContain("canary-question");
    });

    it("records nothing that is said where the call says neither", async () => {
      expect(await play(streamed, { recordInputs: false, recordOutputs: false })).not.toContain("canary");
    });

    it("records no headers, options and metadata of providers", async () => {
      const headers = { authorization: "Bearer canary-request-header" };
      const providerOptions = { openai: { user: "canary-option" } };
      const all = await play(streamed, {}, { headers, providerOptions });
      for (const what of ["request-header", "response-header", "option", "metadata"])
        expect(all).not.toContain(`canary-${what}`);
    });

    it.each([
      ["an image of bytes", { type: "image", image: BYTES, mediaType: "image/png" }],
      ["an image in base64", { type: "image", image: BASE64, mediaType: "image/png" }],
      ["an image in an address", { type: "image", image: `data:image/png;base64,${BASE64}` }],
      ["a file of bytes", { type: "file", data: BYTES, mediaType: "application/pdf", filename: "a.pdf" }],
    ])("records no bytes of %s", async (_what, part) => {
      const messages = [{ role: "user", content: [{ type: "text", text: "canary-question" }, part] }];
      const all = await play(streamed, {}, { prompt: undefined, messages });
      expect(all).toContain("canary-question");
      expect(all).not.toContain(BASE64.slice(4, 24));
      expect(all).not.toContain("canary of a picture");
      expect(all).not.toContain(JSON.stringify([...BYTES]).slice(1, 40));
    });
  });

  it("records no bytes of what a model draws", async () => {
    const data = version.specification === "v4" ? { type: "data", data: BASE64 } : BASE64;
    const file = { type: "file", mediaType: "image/png", data };
    const whole = await play(false, {}, {}, [{ more: { content: [{ type: "text", text: "canary-answer" }, file] } }]);
    expect(whole).toContain("canary-answer");
    expect(whole).not.toContain(BASE64.slice(4, 24));
  });
});
