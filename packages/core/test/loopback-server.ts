import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** One request as the server received it. */
export interface Received {
  readonly headers: IncomingMessage["headers"];
  /** Bytes on the wire. */
  readonly bytes: number;
  /** The body, decompressed. */
  readonly text: string;
}

/** What to answer: a status, or anything by hand. */
type Behaviour = (request: Received, response: ServerResponse, place: number) => number | undefined;

export interface LoopbackServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly Received[];
  /** Most requests that were open at once. */
  readonly mostAtOnce: () => number;
}

/** A server on the loopback interface. Without a behaviour it answers 200. */
export async function loopbackServer(behaviour: Behaviour = () => 200): Promise<LoopbackServer> {
  const requests: Received[] = [];
  let open = 0;
  let most = 0;
  const server = createServer(async (message, response) => {
    open++;
    most = Math.max(most, open);
    response.on("close", () => open--);
    const parts: Buffer[] = [];
    for await (const part of message) parts.push(part as Buffer);
    const raw = Buffer.concat(parts);
    const text = (message.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw).toString();
    const received: Received = { headers: message.headers, bytes: raw.length, text };
    requests.push(received);
    const status = behaviour(received, response, requests.length - 1);
    if (status !== undefined) response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/take`,
    requests,
    mostAtOnce: () => most,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
