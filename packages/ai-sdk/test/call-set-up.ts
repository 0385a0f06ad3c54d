import type { OperationRecord } from "@isospan/core";
import { isospanCallTelemetry } from "../src/index.ts";
import { type SetUp, setUp } from "./set-up.ts";

/** What AI SDK 5 and 6 do with a span. */
export interface Span {
  setAttribute(key: string, value: unknown): Span;
  setAttributes(attributes: unknown): Span;
  recordException(exception: unknown): void;
  setStatus(status: unknown): Span;
  addEvent(): Span;
  addLink(): Span;
  addLinks(): Span;
  updateName(): Span;
  isRecording(): boolean;
  spanContext(): { readonly traceId: string };
  end(): void;
}

export interface CallSetUp extends SetUp {
  readonly tracer: ReturnType<typeof isospanCallTelemetry>["tracer"];
  run<R>(name: string, work: (span: Span) => R, attributes?: object): R;
}

/** A call's tracer as AI SDK 5 and 6 use it. */
export function setUpCall(options: object = {}, about: object = {}): CallSetUp {
  const all = setUp({ content: true, ...options });
  const { tracer } = isospanCallTelemetry({ telemetry: all.telemetry, ...about });
  const run = <R>(name: string, work: (span: Span) => R, attributes: object = {}): R =>
    tracer.startActiveSpan(name, { attributes }, work);
  return { ...all, tracer, run };
}

/** The record of an agent whose span was treated like this. */
export function told(work: (span: Span) => void): OperationRecord {
  const { run, record } = setUpCall();
  run("ai.generateText", (span) => {
    work(span);
    span.end();
  });
  return record();
}
