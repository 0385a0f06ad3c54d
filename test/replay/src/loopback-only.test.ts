import { expect, it } from "vitest";
import { loopbackOnly } from "./loopback-only.ts";

it("nobody but this machine is asked, however the address is given", async () => {
  loopbackOnly();
  const address = "https://example.invalid/encoding.json";
  for (const input of [address, new URL(address), new Request(address)]) {
    await expect(fetch(input)).rejects.toThrow("Replay asks nobody but its own server, and not example.invalid");
  }
});
