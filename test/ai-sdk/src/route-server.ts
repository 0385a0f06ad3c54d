import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";

export type RouteHandler = (request: Request) => Response | Promise<Response>;

/** A server that calls route handlers as Next.js does: a request's signal, and its body, end with the connection. */
export interface RouteServer {
  readonly url: string;
  /** Until the server has seen that the client is gone, and has cancelled what it was sending. */
  readonly gone: Promise<void>;
  close(): Promise<void>;
}

export async function serveRoute(handler: RouteHandler): Promise<RouteServer> {
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  const server = createServer(async (_request, response) => {
    const connection = new AbortController();
    response.once("close", () => connection.abort());
    const { body } = await handler(new Request("http://127.0.0.1/api/chat", { signal: connection.signal }));
    await send(body, response, connection.signal);
    resolve();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/chat`,
    gone,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Piping cancels the body when the signal fires. */
async function send(body: Response["body"], response: ServerResponse, signal: AbortSignal): Promise<void> {
  if (body === null) return void response.end();
  await body.pipeTo(Writable.toWeb(response), { signal }).catch(() => {});
}

/** A client that leaves after the first bytes of the answer. */
export async function leaveEarly(url: string): Promise<void> {
  const leave = new AbortController();
  const { body } = await fetch(url, { signal: leave.signal });
  await body?.getReader().read();
  leave.abort();
}
