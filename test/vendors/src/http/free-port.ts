import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** Below all that Linux, macOS and Windows give to whoever asks for any port. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/**
 * A loopback port that is free, for a program that has to be told one. One that the system picked could be given to
 * somebody else again before the program listens at it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    const server = createServer();
    const listening = once(server, "listening");
    server.listen(port, "127.0.0.1");
    const isFree = await listening.then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, "close");
    return port;
  }
}
