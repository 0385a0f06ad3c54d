import type { ServerResponse } from "node:http";

/** Sends what is begun a byte at a time, until the end or until the client is gone. */
export function drip(response: ServerResponse, content: Buffer, pauseMs: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (sent < content.length) response.write(content.subarray(sent, ++sent));
    else response.end();
  }, pauseMs);
  const stop = (): void => clearInterval(timer);
  response.once("finish", stop);
  response.once("close", stop);
  // The status is out at once; only what follows drips.
  response.flushHeaders();
}
