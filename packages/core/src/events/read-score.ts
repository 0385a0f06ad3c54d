import type { Keeper } from "../keeper.ts";
import type { ScoreInput } from "./event-input.ts";
import type { Score } from "./telemetry-event.ts";

/** A score, why it is none, or nothing where none was given. */
export function readScore(given: ScoreInput, keeper: Keeper): Score | { readonly problem: string } | undefined {
  const { value, rating, thumbs } = {
    value: keeper.field(given, "value"),
    rating: keeper.field(given, "rating"),
    thumbs: keeper.field(given, "thumbs"),
  };
  const said = [value, rating, thumbs].filter((each) => each !== undefined && each !== null).length;
  if (said === 0) return undefined;
  if (said > 1) return { problem: "value, rating and thumbs are one too many: pass one of them" };
  if (thumbs !== undefined && thumbs !== null) {
    const up = thumbs === "up";
    return up || thumbs === "down" ? { kind: "thumbs", value: up } : { problem: 'thumbs is neither "up" nor "down"' };
  }
  if (rating !== undefined && rating !== null) {
    const fits = Number.isInteger(rating) && rating >= 1 && rating <= 5;
    return fits ? { kind: "rating", value: rating } : { problem: "rating is no whole number from 1 to 5" };
  }
  return readValue(value, keeper);
}

function readValue(value: unknown, keeper: Keeper): Score | { readonly problem: string } {
  if (typeof value === "number" && Number.isFinite(value)) return { kind: "number", value };
  if (typeof value === "boolean") return { kind: "boolean", value };
  const category = keeper.name(value);
  if (category !== undefined) return { kind: "category", value: category };
  return { problem: "value is neither a finite number, nor true or false, nor a text that is not empty" };
}
