import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

// Also where the process was started without the flag.
setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

it("a tapped stream that nobody reads and that is collected has an abandoned record", async () => {
  const { recorder, records, record } = setUp();
  const forget = () => void recorder.start({ name: "chat" }).tap(new ReadableStream(), () => {});
  forget();
  for (let turn = 0; turn < 100 && records().length === 0; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  expect(record().outcome).toBe("abandoned");
});
