import { describe, expect, test } from "vitest";
import { AttributeReader, GatheredAttributes } from "./attribute-reader.ts";
import { ATTRIBUTES, CONTENT_ATTRIBUTES, OPERATIONS, type SemconvProfile, type Source } from "./semconv.ts";

const PROFILES: readonly SemconvProfile[] = ["1.41", "latest"];
const TABLE = [...ATTRIBUTES, ...CONTENT_ATTRIBUTES];

describe("the attributes of an operation", () => {
  test.each(PROFILES.flatMap((profile) => OPERATIONS.map((name) => ({ profile, name }))))(
    "$profile, $name: each row writes what stands in its place",
    ({ profile, name }) => {
      const rows = TABLE.filter((row) => row.on.includes(name) && row.name[profile] && typeof row.from === "string");
      const places = rows.map((row) => String(row.from));

      const read = new GatheredAttributes();
      new AttributeReader(rows, profile).read(sourceWith(places), read);

      expect(read.attributes).toEqual(
        Object.fromEntries(rows.map((row) => [row.name[profile], valueAt(String(row.from)).written])),
      );
    },
  );

  // https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-agent-spans.md
  test.each(["gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model", "server.address", "server.port"])(
    "%s is there when a span begins, since samplers decide by it",
    (name) => {
      const rows = TABLE.filter((row) => Object.values(row.name).includes(name));
      expect(rows.map(({ early }) => early)).toEqual(rows.map(() => true));
      expect(rows).not.toEqual([]);
    },
  );

  test("empty lists and facts of a wrong type cost their attribute alone", () => {
    const rows = TABLE.filter((row) => row.on.includes("chat"));
    const source = { name: "chat", request: { stopSequences: [], seed: {}, temperature: 0 } } as unknown as Source;

    const read = new GatheredAttributes();
    new AttributeReader(rows, "1.41").read(source, read);

    expect(read.attributes).toMatchObject({ "gen_ai.request.temperature": 0 });
    expect(Object.keys(read.attributes).filter((key) => /stop|seed/.test(key))).toEqual([]);
  });
});

/** What is to stand in this place, and what the attribute says of it. */
function valueAt(place: string): { readonly value: string | number; readonly written: string | number } {
  const cost = place.length + 0.5;
  return place.endsWith("NanoUsd")
    ? { value: cost * 1e9, written: cost }
    : { value: `at ${place}`, written: `at ${place}` };
}

function sourceWith(places: readonly string[]): Source {
  const source: Record<string, unknown> = {};
  for (const place of places) {
    const path = place.split(".");
    const field = path.pop() ?? "";
    let within = source;
    for (const step of path) {
      within[step] ??= {};
      within = within[step] as Record<string, unknown>;
    }
    within[field] = valueAt(place).value;
  }
  return source as unknown as Source;
}
