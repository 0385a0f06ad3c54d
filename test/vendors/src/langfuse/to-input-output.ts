import type { RawEvent } from "../otlp/raw.ts";
import { type Attributes, parseJson, toSpanAttributes } from "./span-attributes.ts";

interface InputOutput {
  readonly input: unknown;
  readonly output: unknown;
}

/** Pairs that are content wherever they stand, in this order: an ordinary span's `input` as much as anything. */
const PAIRS = [
  ["prompt", "all_messages_events"],
  ["mlflow.spanInputs", "mlflow.spanOutputs"],
  ["traceloop.entity.input", "traceloop.entity.output"],
  ["input.value", "output.value"],
  ["input", "output"],
  ["tool_arguments", "tool_response"],
] as const;

/** What is not repeated under `metadata.attributes`. */
export function isContentKey(key: string): boolean {
  return (
    /^langfuse\.(observation|trace)\.(input|output)$|^gen_ai\.(prompt|completion)|^gen_ai\.(input|output)\.messages$/.test(
      key,
    ) ||
    /^gen_ai\.(system_instructions|tool\.call\.(arguments|result))$|^llm\.(input|output)_messages/.test(key) ||
    PAIRS.flat().some((name) => name === key)
  );
}

/** Input and output, both from the first place that has either. */
export function toInputOutput(attributes: Attributes, events: readonly RawEvent[]): InputOutput {
  const found =
    pair(attributes["langfuse.observation.input"], attributes["langfuse.observation.output"], isPresent) ??
    fromDetailsEvent(events) ??
    fromMessageEvents(events) ??
    PAIRS.map(([input, output]) => pair(attributes[input], attributes[output])).find(isPresent) ??
    // Anything that begins so counts as a prompt, `gen_ai.prompt.name` included.
    fromNumbered(attributes, "gen_ai.prompt", "gen_ai.completion") ??
    fromNumbered(attributes, "llm.input_messages", "llm.output_messages") ??
    fromConvention(attributes);
  return { input: parseJson(found?.input), output: parseJson(found?.output) };
}

function pair(
  input: unknown,
  output: unknown,
  isThere: (value: unknown) => boolean = Boolean,
): InputOutput | undefined {
  return isThere(input) || isThere(output) ? { input, output } : undefined;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function fromDetailsEvent(events: readonly RawEvent[]): InputOutput | undefined {
  const event = events.find(({ name }) => name === "gen_ai.client.inference.operation.details");
  return event && fromConvention(toSpanAttributes(event.attributes));
}

function fromMessageEvents(events: readonly RawEvent[]): InputOutput | undefined {
  const messages = events.filter(({ name = "" }) => /^gen_ai\.(system|user|assistant|tool)\.message$/.test(name));
  const choices = events.filter(({ name }) => name === "gen_ai.choice");
  if (messages.length + choices.length === 0) return undefined;
  const read = (list: readonly RawEvent[]) => list.map(({ attributes }) => toSpanAttributes(attributes));
  return { input: read(messages), output: read(choices)[0] };
}

/** The convention's messages, with the instructions as the first of them; or a tool's arguments and result. */
function fromConvention(attributes: Attributes): InputOutput | undefined {
  const input = parseJson(attributes["gen_ai.input.messages"]);
  const instructions = parseJson(attributes["gen_ai.system_instructions"]);
  const told = Array.isArray(input) && instructions ? [toSystemMessage(instructions), ...input] : input;
  return (
    pair(told, attributes["gen_ai.output.messages"]) ??
    pair(attributes["gen_ai.tool.call.arguments"], attributes["gen_ai.tool.call.result"])
  );
}

function toSystemMessage(instructions: unknown): object {
  const parts = Array.isArray(instructions) ? instructions : [instructions];
  return { role: "system", content: parts.map((part) => String(Object(part).content ?? part)).join("\n") };
}

/** `gen_ai.prompt.0.content` as `[{ content }]`. */
function fromNumbered(attributes: Attributes, inputPrefix: string, outputPrefix: string): InputOutput | undefined {
  const keys = Object.keys(attributes);
  if (!keys.some((key) => key.startsWith(inputPrefix) || key.startsWith(outputPrefix))) return undefined;
  return { input: toNested(attributes, inputPrefix), output: toNested(attributes, outputPrefix) };
}

function toNested(attributes: Attributes, prefix: string): unknown {
  if (attributes[prefix] !== undefined) return attributes[prefix];
  const nested: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(attributes)) {
    if (!key.startsWith(`${prefix}.`)) continue;
    const path = key.slice(prefix.length + 1).split(".");
    const last = path.pop() ?? "";
    let at = nested;
    for (const step of path) {
      at[step] ??= {};
      at = Object(at[step]);
    }
    at[last] = value;
  }
  return toLists(nested);
}

function toLists(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, toLists(each)] as const);
  const numbered = entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key));
  return numbered ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}
