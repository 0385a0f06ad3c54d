import { describe, expect, test } from "vitest";
import { AttributeReader } from "./attribute-reader.ts";
import { ATTRIBUTES, CONTENT_ATTRIBUTES, OPERATIONS, type SemconvProfile, type Source } from "./semconv.ts";

const PROFILES: readonly SemconvProfile[] = ["1.41", "latest"];
const TABLE = [...ATTRIBUTES, ...CONTENT_ATTRIBUTES];

describe("the attributes of an operation", () => {
  test.each(PROFILES.flatMap((profile) => OPERATIONS.map((name) => ({ profile, name }))))(
    "$profile, $name: each row writes what stands in its place",
    ({ profile, name }) => {
      const rows = TABLE.filter((row) => row.on.includes(name) && row.name[profile] && typeof row.from === "string");
      const places = rows.map((row) => String(row.from));

      const read = new AttributeReader(rows, profile).read(sourceWith(places), {});

      expect(read).toEqual(Object.fromEntries(rows.map((row) => [row.name[profile], `at ${row.from}`])));
    },
  );

  test("empty lists and facts of a wrong type cost their attribute alone", () => {
    const rows = TABLE.filter((row) => row.on.includes("chat"));
    const source = { name: "chat", request: { stopSequences: [], seed: {}, temperature: 0 } } as unknown as Source;

    const read = new AttributeReader(rows, "1.41").read(source, {});

    expect(read).toMatchObject({ "gen_ai.request.temperature": 0 });
    expect(Object.keys(read).filter((key) => /stop|seed/.test(key))).toEqual([]);
  });
});

function sourceWith(places: readonly string[]): Source {
  const source: Record<string, Record<string, string> | string> = {};
  for (const place of places) {
    const [part = "", field] = place.split(".");
    const value = `at ${place}`;
    source[part] = field === undefined ? value : { ...(source[part] as Record<string, string>), [field]: value };
  }
  return source as unknown as Source;
}
