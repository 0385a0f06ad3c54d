import { at, text } from "./json.ts";

/** The words with which providers name an error's kind, and the status that comes with it. */
const STATUS: readonly (readonly [word: RegExp, status: number])[] = [
  [/rate_limit|quota|throttling|resource_exhausted/i, 429],
  [/overloaded/i, 529],
  [/authentication|invalid_api_key|unauthenticated|unauthorized/i, 401],
  [/permission|access_?denied/i, 403],
  [/not_found/i, 404],
  [/server_error|api_error|internal|unavailable/i, 500],
];

/**
 * The HTTP status of a recorded error, of which there is the body alone: as the body says it, as the file's name does,
 * as the word for its kind does, else 400. `undefined` where the payload is no error.
 */
export function toErrorStatus(payload: unknown, name: string): number | undefined {
  const error = at(payload, "error");
  const places = [error, at(payload, "message"), at(payload, "detail")];
  if (places.every((place) => place === undefined || place === null)) return undefined;
  const named = /(?:^|[^0-9])([45]\d\d)(?:[^0-9]|$)/.exec(name)?.[1];
  const said = [at(error, "code"), at(error, "status"), at(payload, "code"), at(payload, "status"), named];
  const status = said.map(Number).find((each) => each >= 400 && each < 600);
  if (status !== undefined) return status;
  const words = [at(error, "type"), at(error, "code"), at(error, "status"), at(payload, "__type"), at(payload, "type")];
  const kinds = words.map(text).filter((word) => word !== undefined);
  return STATUS.find(([word]) => kinds.some((kind) => word.test(kind)))?.[1] ?? 400;
}

/** What says, after a good status line, that the call failed. */
export function isFailure(payload: unknown): boolean {
  const failed = at(payload, "error") ?? at(payload, "response", "error") ?? undefined;
  const thrown = Object.keys(Object(payload)).some((key) => key.endsWith("Exception"));
  return at(payload, "type") === "error" || thrown || failed !== undefined;
}
