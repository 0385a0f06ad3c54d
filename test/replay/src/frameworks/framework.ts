import type { Telemetry } from "@isospan/core";
import type { WireName } from "../exchange.ts";

/** A call that a framework is to make. */
export interface Call {
  readonly baseUrl: string;
  /** The model to ask for; never the name that the recording answers with. */
  readonly model: string;
  readonly streamed: boolean;
  readonly telemetry: Telemetry;
}

/** A provider's package in a framework. */
export interface Client {
  readonly name: string;
  /** Whose it is, by the name of the recordings' folder; it may play others, too, but cannot tell them apart. */
  readonly provider: string;
  /** Whether it speaks HTTP/2 without TLS to an address that says http. */
  readonly http2?: true | undefined;
  /** Makes the call, reads the answer to its end and rejects as the framework does. */
  play(call: Call): Promise<void>;
}

export interface Framework {
  readonly name: string;
  /** The client for this provider's answers in this format, where there is one. */
  clientFor(provider: string, wire: WireName): Client | undefined;
}
