import { type Context, createContextKey, trace } from "@opentelemetry/api";
import type { RecordedOperation } from "./operation.ts";

const OPERATION = createContextKey("isospan.operation@1");
let SPAN: symbol | undefined;
// The key under which the API keeps the span is its own affair, so it is asked once.
const asked: Context = {
  getValue: () => undefined,
  deleteValue: () => asked,
  setValue: (key) => {
    SPAN = key;
    return asked;
  },
};
trace.setSpanContext(asked, { traceId: "", spanId: "", traceFlags: 0 });

/**
 * OpenTelemetry's context inside an operation: its parent's with another span, and a way back to the operation. The
 * API's own contexts each copy a map and make three closures, and an operation would need two of them.
 */
export class OperationContext implements Context {
  readonly #operation: RecordedOperation;
  /** What all others than the span are read from. */
  readonly #base: Context;

  constructor(operation: RecordedOperation, parent: Context) {
    this.#operation = operation;
    this.#base = parent instanceof OperationContext ? parent.#base : parent;
  }

  getValue(key: symbol): unknown {
    if (key === OPERATION) return this.#operation;
    return key === SPAN ? this.#operation.span : this.#base.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.#copy().setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#copy().deleteValue(key);
  }

  #copy(): Context {
    const { span } = this.#operation;
    const inside = this.#base.setValue(OPERATION, this.#operation);
    return span === undefined ? inside : trace.setSpan(inside, span);
  }
}

/** The operation that a context was made in, or was derived from. */
export function operationIn(context: Context): RecordedOperation | undefined {
  return context.getValue(OPERATION) as RecordedOperation | undefined;
}
