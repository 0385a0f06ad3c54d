import { Refusal } from "./multipart.ts";

/** A body that is a JSON object; refuses any other. */
export function readJson(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(body.toString("utf8")));
  } catch {
    throw new Refusal(422, "Unprocessable entity: no JSON");
  }
}
