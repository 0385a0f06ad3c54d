import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Answer, Question, ServedRequest } from "./exchange.ts";
import { type Fault, FaultPlan } from "./fault.ts";
import { unpack } from "./unpack.ts";

/** What every stand-in can do. */
export interface LoopbackServer {
  /** Such as `http://127.0.0.1:12345`. */
  readonly url: string;
  /** Every request that was read to its end, in this order. */
  readonly requests: readonly ServedRequest[];
  /** How many connections were reset while the server was down. */
  readonly resets: number;
  /** Plans a fault. Each request meets one at most: the oldest that fits and is not used up. */
  fail(fault: Fault): void;
  /** Forgets every planned fault. A server that is down stays down. */
  heal(): void;
  /** Settles when so many requests have been read in all. */
  received(count: number): Promise<void>;
  /** Ends at once, whatever is open. */
  close(): Promise<void>;
}

/** @param answer what the server says to a well-packed request, and what it keeps of it */
export async function loopbackServer(answer: (question: Question) => Answer): Promise<LoopbackServer> {
  const requests: ServedRequest[] = [];
  const plan = new FaultPlan();
  const timers = new Set<NodeJS.Timeout>();
  const waiting = new Set<() => void>();
  const sockets = new Set<Socket>();
  let resets = 0;
  let outages = 0;

  const server = createServer((request, response) => {
    // A client that goes away in mid-body is none of our failures.
    serve(request, response).catch(() => response.destroy());
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    if (outages > 0) reset(socket);
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wire = await read(request);
    if (outages > 0) return;
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const fault = plan.take(pathname, wire.length);
    const body = await unpack(wire, request.headers["content-encoding"]);
    const question: Question = {
      method: request.method ?? "GET",
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: request.headers,
      wireBytes: wire.length,
      body: body ?? wire,
      partialSuccess: fault?.partialSuccess,
    };
    const usual = () =>
      body === undefined ? { status: 400, body: { error: "cannot unpack the body" } } : answerOrFail(question);
    const broken = fault?.hang || fault?.cut || fault?.status !== undefined;
    const said = !broken || fault?.stores ? usual() : undefined;
    const { partialSuccess: _, ...served } = question;
    const log = (answered: ServedRequest["answered"]) => {
      requests.push({ ...served, answered });
      for (const wake of waiting) wake();
    };

    if (fault?.hang) return log("hung");
    if (fault?.cut) {
      log("cut");
      request.socket.destroy();
      return;
    }
    const status = fault?.status ?? said?.status ?? 500;
    if (fault?.retryAfterSeconds !== undefined) response.setHeader("Retry-After", String(fault.retryAfterSeconds));
    const faultBody = fault?.body ?? { error: `asked to fail with ${status}` };
    const content = toBytes(fault?.status === undefined ? said?.body : faultBody);
    if (content !== undefined) response.setHeader("Content-Type", said?.contentType ?? "application/json");
    response.writeHead(status);
    log(status);
    if (fault?.slowDripMs === undefined) response.end(content);
    else drip(response, content ?? Buffer.alloc(0), fault.slowDripMs);
  }

  // A server that trips over a request says 500, like any other.
  function answerOrFail(question: Question): Answer {
    try {
      return answer(question);
    } catch (error) {
      return { status: 500, body: { error: String(error) } };
    }
  }

  function drip(response: ServerResponse, content: Buffer, pauseMs: number): void {
    let sent = 0;
    const timer = setInterval(() => {
      if (sent < content.length) response.write(content.subarray(sent, ++sent));
      else response.end();
      if (!response.writableEnded && !response.destroyed) return;
      clearInterval(timer);
      timers.delete(timer);
    }, pauseMs);
    timers.add(timer);
    // The status is out at once; only what follows drips.
    response.flushHeaders();
  }

  function goDown(until: PromiseLike<unknown>): void {
    outages += 1;
    for (const socket of sockets) reset(socket);
    const back = (): void => {
      outages -= 1;
    };
    until.then(back, back);
  }

  function reset(socket: Socket): void {
    resets += 1;
    socket.resetAndDestroy();
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get resets() {
      return resets;
    },
    fail: (fault) => (fault.downUntil === undefined ? plan.add(fault) : goDown(fault.downUntil)),
    heal: () => plan.clear(),
    received: (count) => received(requests, waiting, count),
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function received(requests: readonly ServedRequest[], waiting: Set<() => void>, count: number): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (requests.length < count) return;
      waiting.delete(check);
      resolve();
    };
    waiting.add(check);
    check();
  });
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function toBytes(body: unknown): Buffer | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return body;
  return Buffer.from(body instanceof Uint8Array ? body : JSON.stringify(body));
}
