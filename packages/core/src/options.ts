import type { MeterProvider, TracerProvider } from "@opentelemetry/api";
import { checkOptions, type OptionCheck } from "./check-options.ts";
import type { Clock } from "./clock.ts";
import { systemClock } from "./clock.ts";
import type { ContentOption } from "./content.ts";
import type { CostLedgerOptions } from "./costs/cost-ledger.ts";
import type { Diagnostic } from "./diagnostics.ts";
import type { Gate } from "./gate.ts";
import type { LoggerProvider } from "./logger.ts";
import { checkPriceOptions, type PriceOptions } from "./prices/price-options.ts";
import { defaultRedactors, type Redactor } from "./redact.ts";
import type { SemconvProfile } from "./semconv.ts";
import { defaultSilentFailures, type SilentFailureRule } from "./silent-failure.ts";
import type { Sink } from "./sink.ts";

export interface TelemetryOptions {
  /** @default the global OpenTelemetry API's, now or when one appears */
  readonly tracerProvider?: TracerProvider | undefined;
  /** @default the global OpenTelemetry API's, now or when one appears */
  readonly meterProvider?: MeterProvider | undefined;
  /** Gets the log events: feedback and evaluations. @default the global OpenTelemetry API's, from API 1.10 on */
  readonly loggerProvider?: LoggerProvider | undefined;
  /**
   * Whether messages, tool arguments, tool results and documents are recorded: everywhere, nowhere, or by the name of
   * the destination. `otlp` stands for span attributes and log events, `capture` for what `capture` returns, `memory`, `stdout` and
   * `console` for the collectors.
   * @default false
   */
  readonly content?: ContentOption | undefined;
  /** Applied in order to every text before it leaves. @default defaultRedactors() */
  readonly redact?: readonly Redactor[] | undefined;
  /**
   * Mark tools that end without an error and yet have failed: asked in order, the first answer counts. They see results
   * also where `content` is off. `false` or `[]`: none.
   * @default defaultSilentFailures()
   */
  readonly silentFailures?: readonly SilentFailureRule[] | false | undefined;
  /**
   * Names of tools that are meant to end an agent's run, such as those of the AI SDK's `hasToolCall` and LangChain's with
   * `returnDirect`. A loop that any other tool ends is taken for one that a limit has stopped.
   * @default []
   */
  readonly finalTools?: readonly string[] | undefined;
  /** Which version of the GenAI conventions spans and metrics follow. @default "1.41" */
  readonly semconv?: SemconvProfile | undefined;
  /** Whether model calls are priced: by the bundled price book alone, or with prices and names of your own. @default true */
  readonly prices?: boolean | PriceOptions | undefined;
  /**
   * Whether spans of model calls also have their cost in USD under the conventions' prefix, as `usage.cost`: some
   * backends read that name, and no release of the conventions has it.
   * @default false
   */
  readonly usageCost?: boolean | undefined;
  /** Whether model calls are summed up for `telemetry.costs`, and how many entries that may take. @default true */
  readonly costs?: boolean | CostLedgerOptions | undefined;
  /** Get each finished record. @default [] */
  readonly sinks?: readonly Sink[] | undefined;
  /** Decide whether an operation may begin, asked in order. @default [] */
  readonly gates?: readonly Gate[] | undefined;
  /** One more sink: `memoryCollector()`, `stdoutCollector()` or `consoleTree()`. @default none */
  readonly collector?: Sink | undefined;
  /** Hears what goes wrong with telemetry itself, each kind at most once a minute. @default nobody */
  readonly onDiagnostic?: ((diagnostic: Diagnostic) => void) | undefined;
  /** Most operations open at once; past it the oldest is closed as abandoned. @default 10000 */
  readonly maxOpenOperations?: number | undefined;
  /** An operation without any activity for so long is closed as abandoned. Milliseconds. @default 600000 */
  readonly idleTimeoutMs?: number | undefined;
  /** How long children may go on without activity after their parent has ended. Milliseconds. @default 30000 */
  readonly graceMs?: number | undefined;
  /** Tells the time, for tests. @default the system's clock */
  readonly clock?: Clock | undefined;
}

/** What may stay unset. */
type Unset = Pick<TelemetryOptions, "tracerProvider" | "meterProvider" | "loggerProvider" | "onDiagnostic">;
type Defaulted = Omit<TelemetryOptions, keyof Unset | "collector">;
export type ResolvedOptions = Unset & {
  readonly [Field in keyof Defaulted]-?: Exclude<Defaulted[Field], undefined>;
};

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
const isFunction = (value: unknown): boolean => typeof value === "function";
const isBoolean = (value: unknown): boolean => typeof value === "boolean";
const has = (method: string) => (value: unknown) =>
  isObject(value) && isFunction((value as Record<string, unknown>)[method]);
const listOf = (test: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(test);
const isPositive = (value: unknown): boolean => typeof value === "number" && value > 0 && Number.isFinite(value);
const isContent = (value: unknown): boolean =>
  isBoolean(value) || (isObject(value) && !Array.isArray(value) && Object.values(value as object).every(isBoolean));
const isCosts = (value: unknown): boolean =>
  isBoolean(value) ||
  (isObject(value) &&
    Object.entries(value as object).every(
      ([field, most]) => field === "maxEntries" && (most === undefined || (isPositive(most) && Number(most) >= 2_000)),
    ));

/** For those whose options are these and more, with `checkOptions`: whoever misspells one is told all that there are. */
export const TELEMETRY_CHECKS: Readonly<Record<keyof TelemetryOptions, OptionCheck>> = {
  tracerProvider: [has("getTracer"), "Pass an OpenTelemetry TracerProvider, or leave it out to use the global one."],
  meterProvider: [has("getMeter"), "Pass an OpenTelemetry MeterProvider, or leave it out to use the global one."],
  loggerProvider: [has("getLogger"), "Pass an OpenTelemetry LoggerProvider, or leave it out to use the global one."],
  content: [isContent, "Pass true, false, or destinations such as { langfuse: true, otlp: false }."],
  redact: [listOf(isFunction), "Pass an array of functions from text to text, such as defaultRedactors()."],
  silentFailures: [
    (value) => value === false || listOf(isFunction)(value),
    "Pass an array of functions from a tool's result to what is wrong with it, or false.",
  ],
  finalTools: [listOf((value) => typeof value === "string"), "Pass an array of names of tools."],
  semconv: [(value) => value === "1.41" || value === "latest", 'Pass "1.41" or "latest".'],
  usageCost: [isBoolean, "Pass true to write the cost under the conventions' prefix, too, false not to."],
  costs: [isCosts, "Pass true, false, or { maxEntries } with a number from 2000 on."],
  prices: [(value) => isBoolean(value) || isObject(value), "Pass true, false, or { aliases, overrides, refresh }."],
  sinks: [listOf(isFunction), "Pass an array of functions that take a record."],
  gates: [listOf(has("enter")), "Pass an array of objects with an enter method."],
  collector: [isFunction, "Pass memoryCollector(), stdoutCollector(), consoleTree(), or a function of a record."],
  onDiagnostic: [isFunction, "Pass a function that takes a diagnostic."],
  maxOpenOperations: [isPositive, "Pass a number above 0."],
  idleTimeoutMs: [isPositive, "Pass a number of milliseconds above 0."],
  graceMs: [isPositive, "Pass a number of milliseconds above 0."],
  clock: [has("now"), "Pass an object with a now method that returns epoch milliseconds."],
};

/** Checks every option and fills in the defaults. Throws `ConfigurationError` naming the field and the fix. */
export function resolveOptions(options: TelemetryOptions): ResolvedOptions {
  checkOptions(options, TELEMETRY_CHECKS);
  const { collector, sinks = [], prices = true } = options;
  checkPriceOptions(prices);
  return {
    content: false,
    redact: defaultRedactors(),
    silentFailures: defaultSilentFailures(),
    semconv: "1.41",
    prices: true,
    costs: true,
    usageCost: false,
    maxOpenOperations: 10_000,
    idleTimeoutMs: 600_000,
    graceMs: 30_000,
    clock: systemClock,
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    ...(typeof options.content === "object" && { content: { ...options.content } }),
    finalTools: [...(options.finalTools ?? [])],
    gates: [...(options.gates ?? [])],
    sinks: collector === undefined ? [...sinks] : [...sinks, collector],
  };
}
