import { ContentPolicy } from "./content.ts";
import { Diagnostics } from "./diagnostics.ts";
import { Keeper } from "./keeper.ts";
import { type ResolvedOptions, resolveOptions, type TelemetryOptions } from "./options.ts";

/** What every room of one telemetry shares. */
export interface Parts {
  readonly options: ResolvedOptions;
  readonly policy: ContentPolicy;
  readonly diagnostics: Diagnostics;
  readonly keeper: Keeper;
}

export function toParts(given: TelemetryOptions): Parts {
  const options = resolveOptions(given);
  const diagnostics = new Diagnostics(options.onDiagnostic, options.redact);
  const keeper = new Keeper(options.redact, diagnostics);
  return { options, policy: new ContentPolicy(options.content), diagnostics, keeper };
}
