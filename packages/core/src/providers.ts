import * as api from "@opentelemetry/api";
import { type Meter, type MeterProvider, metrics, type Tracer, type TracerProvider, trace } from "@opentelemetry/api";
import type { Logger, LoggerProvider } from "./logger.ts";
import type { Parts } from "./parts.ts";

const SCOPE = "@isospan/core";
const API = Symbol.for("opentelemetry.js.api.1");

type Flushes = { forceFlush?: () => Promise<void> };

/** The tracer and meter to use now: of the given providers, or of the global ones, which may come and go. */
export class Providers {
  readonly #givenTracer: (TracerProvider & Flushes) | undefined;
  readonly #givenMeter: (MeterProvider & Flushes) | undefined;
  readonly #givenLogger: (LoggerProvider & Flushes) | undefined;
  readonly #parts: Parts;
  #provider: TracerProvider | undefined;
  #tracer: Tracer | undefined;
  #meterProvider: MeterProvider | undefined;
  #meter: Meter | undefined;
  #checked = false;

  constructor(parts: Parts) {
    this.#givenTracer = parts.options.tracerProvider;
    this.#givenMeter = parts.options.meterProvider;
    this.#givenLogger = parts.options.loggerProvider;
    this.#parts = parts;
  }

  tracer(): Tracer {
    const provider = this.#givenTracer ?? this.#globalTracerProvider();
    if (this.#tracer === undefined || provider !== this.#provider) {
      this.#provider = provider;
      this.#tracer = provider.getTracer(SCOPE);
    }
    return this.#tracer;
  }

  meter(): Meter {
    const provider = this.#givenMeter ?? metrics.getMeterProvider();
    if (this.#meter === undefined || provider !== this.#meterProvider) {
      this.#meterProvider = provider;
      this.#meter = provider.getMeter(SCOPE);
    }
    return this.#meter;
  }

  logger(): Logger | undefined {
    // Before 1.10 the API has no logs, and an import by name would not load.
    const provider = this.#givenLogger ?? ("logs" in api ? api.logs.getLoggerProvider() : undefined);
    return provider?.getLogger(SCOPE);
  }

  /** Flushes what was given to us; what is global belongs to somebody else. */
  async flush(): Promise<void> {
    const given = [this.#givenTracer, this.#givenMeter, this.#givenLogger];
    await Promise.all(given.map((provider) => provider?.forceFlush?.()));
  }

  #globalTracerProvider(): TracerProvider {
    const provider = trace.getTracerProvider();
    if (!this.#checked) this.#lookForHidden(provider);
    // The API's proxy stays the same while what it stands for changes.
    return "getDelegate" in provider ? (provider as { getDelegate(): TracerProvider }).getDelegate() : provider;
  }

  /** A provider registered through an older copy of the API is not seen through a newer one: silence, and no hint. */
  #lookForHidden(provider: TracerProvider): void {
    const shared = globalThis as { [API]?: { readonly version?: string; readonly trace?: unknown } };
    const registered = shared[API];
    if (registered?.trace === undefined) return;
    this.#checked = true;
    if (registered.trace === provider) return;
    this.#parts.diagnostics.report(
      "hidden_provider",
      `A tracer provider is registered through @opentelemetry/api ${registered.version}, which the copy of the API ` +
        "that @isospan/core uses cannot see, so no spans are made. Install one copy: run `npm ls @opentelemetry/api`, " +
        'then pin it with "overrides" (npm, pnpm) or "resolutions" (yarn)',
    );
  }
}
