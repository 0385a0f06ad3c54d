import type { ModelPlay, Scenario } from "../scenario.ts";
import { askWeather, calls, model, prompt, says, schema } from "./script.ts";

const answer: ModelPlay = { kind: "model", prompt, model: model(says("It is sunny in Rome.")) };

const askedTool: ModelPlay = {
  kind: "model",
  prompt,
  model: model(calls(askWeather)),
  tools: [
    {
      name: "weather",
      description: "The weather in a city",
      parameters: {
        type: "object",
        properties: { city: { type: "string" } },
        required: ["city"],
        additionalProperties: false,
      },
    },
  ],
};

/** The smallest PNG there is; its middle must not be found anywhere. */
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** One model call, answered whole. */
export const modelScenarios: readonly Scenario[] = [
  { name: "inference", play: answer },
  { name: "inference_with_content", content: true, play: answer },
  {
    name: "structured_output",
    play: {
      kind: "model",
      prompt,
      schema,
      model: model(says('{"sky":"clear"}')),
    },
  },
  {
    name: "multimodal",
    content: true,
    secrets: [PIXEL.slice(20, 60)],
    play: {
      kind: "model",
      prompt: "What is on this picture?",
      image: { mediaType: "image/png", base64: PIXEL },
      model: model(says("A single pixel.")),
    },
  },
  { name: "tool_calling", play: askedTool },
  { name: "tool_calling_with_content", content: true, play: askedTool },
  {
    name: "unknown_model",
    play: {
      kind: "model",
      prompt,
      model: { name: "made-up-9", responseModel: "made-up-9-large", replies: [says("It is sunny.")] },
    },
  },
];
