import { expect, it } from "vitest";
import { scriptedModel } from "./scripted-model.ts";
import { VERSIONS } from "./sdk.ts";
import { ASKS_AND_SAYS, run, weather } from "./weather.ts";

// Why `instrumentModel` and not a middleware: when this fails, the middleware can be recommended there too.
it.each(VERSIONS.filter(({ wraps }) => !wraps))(
  "AI SDK $name stops after a tool where a model is wrapped",
  async (version) => {
    const model = scriptedModel(version.specification, ASKS_AND_SAYS);
    const nothing = { specificationVersion: "v3" };
    await run(version, weather(version, version.sdk.wrapLanguageModel({ model, middleware: nothing } as never)), false);
    expect(model.calls).toBe(1);
  },
);
