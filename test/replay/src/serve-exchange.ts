import { createServer, type ServerResponse } from "node:http";
import { createServer as createHttp2Server, type Http2ServerResponse } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { Readable } from "node:stream";
import type { Exchange } from "./exchange.ts";
import type { Client } from "./frameworks/framework.ts";
import { wireOf } from "./wires/index.ts";

export interface Served {
  readonly baseUrl: string;
  /** How often it was asked. */
  requests(): number;
  close(): Promise<void>;
}

/** Answers every request on a free loopback port with this one answer. */
export async function serveExchange(exchange: Exchange, { http2 }: Pick<Client, "http2"> = {}): Promise<Served> {
  let requests = 0;
  const body = toBody(exchange);
  const type = exchange.form === "streamed" ? wireOf(exchange.wire).streamType : "application/json";
  const answer = (request: Readable, response: ServerResponse | Http2ServerResponse): void => {
    requests += 1;
    request.resume();
    response.statusCode = exchange.status;
    response.setHeader("content-type", type);
    response.end(body);
  };
  const server = http2 ? createHttp2Server(answer) : createServer(answer);
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests: () => requests,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy(); // Clients keep theirs alive.
      await closed;
    },
  };
}

function toBody({ form, texts, wire }: Exchange): Uint8Array {
  return form === "streamed" ? wireOf(wire).frame(texts) : new TextEncoder().encode(texts.join("\n"));
}
