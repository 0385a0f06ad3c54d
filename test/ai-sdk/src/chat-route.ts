import { isospanCallTelemetry } from "@isospan/ai-sdk";
import type { Telemetry } from "@isospan/core";
import type { RouteHandler } from "./route-server.ts";
import { finish, scriptedModel, TEXT_START, text } from "./scripted-model.ts";
import type { Version } from "./sdk.ts";
import { byInstrumentModel } from "./ways.ts";

export interface ChatRoute {
  readonly version: Version;
  readonly telemetry: Telemetry;
  /** Whether the handler hands the request's signal to the SDK. */
  readonly signalled: boolean;
  /** The model has said half of it by now, and waits for this. */
  readonly left: Promise<void>;
}

/** A long answer of an agent, streamed. Of version 7 global telemetry tells, of the others each call's own. */
export function chatRoute({ version, telemetry, signalled, left }: ChatRoute): RouteHandler {
  const { sdk, specification, name } = version;
  const words = Array.from({ length: 10 }, (_, i) => text(`word${i} `));
  const stream = [
    TEXT_START,
    ...words,
    () => left,
    ...words,
    ...words,
    ...words,
    ...words,
    ...words,
    finish(specification),
  ];
  return (request) => {
    const scripted = scriptedModel(specification, [{ stream }]);
    const told = {
      model: byInstrumentModel(version, scripted, telemetry),
      experimental_telemetry: isospanCallTelemetry({ telemetry, functionId: "chat" }),
    };
    const call = {
      ...(name === "7" ? { model: scripted, telemetry: { functionId: "chat" } } : told),
      prompt: "Tell me a long story.",
      onError: () => {},
      ...(signalled && { abortSignal: request.signal }),
    };
    return sdk.streamText(call as never).toTextStreamResponse();
  };
}
