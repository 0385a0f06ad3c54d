import type { ModelPlay } from "../scenario.ts";

/** A message's content, in the form that every line and every provider package takes. */
export function toContent({ prompt, image }: ModelPlay): string | readonly object[] {
  if (image === undefined) return prompt;
  const url = `data:${image.mediaType};base64,${image.base64}`;
  return [
    { type: "text", text: prompt },
    { type: "image_url", image_url: { url } },
  ];
}

/** What `bindTools` and `withStructuredOutput` of OpenAI's package hand to the model. */
export function toCallOptions({ tools, schema }: ModelPlay): object {
  const asked = tools?.map((definition) => ({ type: "function", function: definition }));
  const format = schema && {
    response_format: { type: "json_schema", json_schema: { name: "answer", schema, strict: true } },
    ls_structured_output_format: { kwargs: { method: "jsonSchema" }, schema },
  };
  return { ...(asked && { tools: asked }), ...format };
}
