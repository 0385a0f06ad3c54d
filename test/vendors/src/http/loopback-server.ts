import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { drip } from "./drip.ts";
import type { Answer, Question, ServedRequest } from "./exchange.ts";
import { type Fault, FaultPlan } from "./fault.ts";
import { RequestLog } from "./request-log.ts";
import { type Packing, unpack } from "./unpack.ts";

/** What every stand-in can do. */
export interface LoopbackServer {
  /** Such as `http://127.0.0.1:12345`. */
  readonly url: string;
  /** Every request that was read to its end, in this order. */
  readonly requests: readonly ServedRequest[];
  /** How many connections were reset because the server was down. */
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

/**
 * @param packings how bodies may be packed
 * @param answer what the server says to a well-packed request, and what it keeps of it
 */
export async function loopbackServer(
  packings: readonly Packing[],
  answer: (question: Question) => Answer,
): Promise<LoopbackServer> {
  const log = new RequestLog();
  const plan = new FaultPlan();
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
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const body = await unpack(wire, request.headers["content-encoding"], packings);
    if (outages > 0) return;
    const fault = plan.take(pathname, wire.length) ?? {};
    const served = {
      method: request.method ?? "GET",
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: request.headers,
      wireBytes: wire.length,
      body: body ?? wire,
    };
    const { hang, cut, status, stores, partialSuccess } = fault;
    const usual = !(hang || cut || status) || stores;
    const said = usual ? answerOrFail(answer, body && { ...served, body, partialSuccess }) : undefined;
    if (hang) return log.add({ ...served, answered: "hung" });
    if (cut) {
      log.add({ ...served, answered: "cut" });
      request.socket.destroy();
      return;
    }
    const told = status === undefined ? said : { status, body: fault.body ?? { error: `asked to fail: ${status}` } };
    log.add({ ...served, answered: told?.status ?? 500 });
    respond(response, told, fault);
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
    requests: log.entries,
    get resets() {
      return resets;
    },
    fail: (fault) => (fault.downUntil === undefined ? plan.add(fault) : goDown(fault.downUntil)),
    heal: () => plan.clear(),
    received: (count) => log.received(count),
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** @param question `undefined` where the body could not be unpacked */
function answerOrFail(answer: (question: Question) => Answer, question: Question | undefined): Answer {
  if (question === undefined) return { status: 400, body: { error: "cannot unpack the body" } };
  try {
    return answer(question);
  } catch (error) {
    // A server that trips over a request says 500, like any other.
    return { status: 500, body: { error: String(error) } };
  }
}

function respond(response: ServerResponse, told: Answer | undefined, { retryAfterSeconds, slowDripMs }: Fault): void {
  const content = toBytes(told?.body);
  if (retryAfterSeconds !== undefined) response.setHeader("Retry-After", String(retryAfterSeconds));
  if (content !== undefined) response.setHeader("Content-Type", told?.contentType ?? "application/json");
  response.writeHead(told?.status ?? 500);
  if (slowDripMs === undefined) response.end(content);
  else drip(response, content ?? Buffer.alloc(0), slowDripMs);
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
