import { type Meter, type MeterProvider, metrics, trace, type Tracer, type TracerProvider } from "@opentelemetry/api";
import type { Diagnostics } from "./diagnostics.ts";

const SCOPE = "@isospan/core";
const API = Symbol.for("opentelemetry.js.api.1");

/** The tracer and meter to use now: of the given providers, or of the global ones, which may come and go. */
export class Providers {
  readonly #given: { readonly tracer: TracerProvider | undefined; readonly meter: MeterProvider | undefined };
  readonly #diagnostics: Diagnostics;
  #tracerProvider: TracerProvider | undefined;
  #meterProvider: MeterProvider | undefined;
  #tracer: Tracer | undefined;
  #meter: Meter | undefined;
  #checked = false;

  constructor(tracer: TracerProvider | undefined, meter: MeterProvider | undefined, diagnostics: Diagnostics) {
    this.#given = { tracer, meter };
    this.#diagnostics = diagnostics;
  }

  tracer(): Tracer {
    const provider = this.#given.tracer ?? this.#globalTracerProvider();
    if (this.#tracer === undefined || provider !== this.#tracerProvider) {
      this.#tracerProvider = provider;
      this.#tracer = provider.getTracer(SCOPE);
    }
    return this.#tracer;
  }

  meter(): Meter {
    const provider = this.#given.meter ?? metrics.getMeterProvider();
    if (this.#meter === undefined || provider !== this.#meterProvider) {
      this.#meterProvider = provider;
      this.#meter = provider.getMeter(SCOPE);
    }
    return this.#meter;
  }

  /** Flushes what was given to us; what is global belongs to somebody else. */
  async flush(): Promise<void> {
    const given = [this.#given.tracer, this.#given.meter] as readonly { forceFlush?: () => Promise<void> }[];
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
    const registered = (globalThis as { [key: symbol]: unknown })[API] as
      | { readonly version?: string; readonly trace?: unknown }
      | undefined;
    if (registered?.trace === undefined) return;
    this.#checked = true;
    if (registered.trace === provider) return;
    this.#diagnostics.report(
      "hidden_provider",
      `A tracer provider is registered through @opentelemetry/api ${registered.version}, which the copy of the API ` +
        "that @isospan/core uses cannot see, so no spans are made. Install one copy: run `npm ls @opentelemetry/api`, " +
        'then pin it with "overrides" (npm, pnpm) or "resolutions" (yarn)',
    );
  }
}
