import type { OperationRecord } from "@isospan/core";
import { expect, it } from "vitest";
import { RecentPlaces } from "./recent-places.ts";

const operation = (traceId: string, spanId: string, ancestry: OperationRecord["ancestry"] = []) =>
  ({ traceId, spanId, startedAtMs: 7, ancestry }) as unknown as OperationRecord;

it("a trace's outermost operation is known by what it encloses", () => {
  const places = new RecentPlaces();
  places.learn(operation("t", "inner", [{ spanId: "root", startedAtMs: 3 }]));
  expect(places.find("t")).toEqual({ traceId: "t", spanId: "root", startedAtMs: 3, ancestry: [] });
  expect(places.find("t", "inner")).toMatchObject({ startedAtMs: 7, ancestry: [{ spanId: "root" }] });
  expect(places.find("t", "other")).toBeUndefined();
});

it("what ended long ago is forgotten, so that memory is bounded", () => {
  const places = new RecentPlaces();
  for (let i = 0; i < 10_000; i++) places.learn(operation("t", `${i}`));
  expect(places.find("t", "0")).toBeUndefined();
  expect(places.find("t", "9999")).toBeDefined();
});
