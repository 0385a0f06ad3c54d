import { describe, expect, it } from "vitest";
import { OpenOperations } from "./open-operations.ts";
import type { RecordedOperation } from "./operation.ts";

/** What the list needs of an operation. */
const made = (): RecordedOperation => ({ older: undefined, newer: undefined, listed: false }) as RecordedOperation;

describe("open operations", () => {
  it.each([0, 1, 2])("without one of three, the one at %i, are the other two in their order", (at) => {
    const all = [made(), made(), made()];
    const open = new OpenOperations();
    for (const each of all) open.add(each);
    open.remove(all[at] as RecordedOperation);
    const rest = all.filter((_, i) => i !== at);
    expect(open.newestFirst()).toEqual([...rest].reverse());
    expect([open.oldest, open.size]).toEqual([rest[0], 2]);
    for (const each of rest) open.remove(each);
    expect([open.oldest, open.size, open.newestFirst()]).toEqual([undefined, 0, []]);
  });

  it("lose one once, however often it is taken out", () => {
    const [one, other] = [made(), made()];
    const open = new OpenOperations();
    open.add(one);
    open.add(other);
    open.remove(one);
    open.remove(one);
    expect([open.oldest, open.size]).toEqual([other, 1]);
    open.add(one);
    expect(open.newestFirst()).toEqual([one, other]);
  });
});
