import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { toCompletion } from "./openai-completion.ts";
import { OpenAIError, toOpenAIError } from "./openai-error.ts";
import { parseChatRequest } from "./openai-request.ts";
import { toChunks } from "./openai-stream.ts";
import type { ChatRequest, CompletionChunk } from "./openai-wire.ts";
import { replyTo, type Script } from "./support-script.ts";

export interface OpenAIServerOptions {
  /** Sees each valid request before it is answered. */
  readonly onRequest?: (request: ChatRequest, headers: IncomingHttpHeaders) => void;
  /** Pause before each streamed chunk, in milliseconds. @default 0 */
  readonly chunkDelayMs?: number;
  /** What the model says. @default the support agent's script */
  readonly replyTo?: Script;
}

export interface OpenAIServer {
  /** What OpenAI clients call their base URL: it ends in `/v1`. */
  readonly baseURL: string;
  close(): Promise<void>;
}

/** Starts a chat completions server on a free loopback port. It plays a model from a script. */
export async function startOpenAIServer(options: OpenAIServerOptions = {}): Promise<OpenAIServer> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => refuse(response, toOpenAIError(error)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    close: async () => {
      const closed = new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      });
      server.closeAllConnections(); // Clients keep theirs alive; waiting for them would hang.
      await closed;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, options: OpenAIServerOptions): Promise<void> {
  checkRoute(request);
  const chat = parseChatRequest(await readText(request));
  const completion = toCompletion(chat, options.replyTo ?? replyTo);
  options.onRequest?.(chat, request.headers);
  if (chat.stream === true) {
    const chunks = toChunks(completion, chat.stream_options?.include_usage === true);
    await sendStream(response, chunks, options.chunkDelayMs ?? 0);
  } else {
    sendJson(response, 200, completion);
  }
}

function checkRoute(request: IncomingMessage): void {
  const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
  if (path !== "/v1/chat/completions") {
    throw new OpenAIError({ status: 404, message: `Invalid URL (${request.method} ${path})` });
  }
  if (request.method !== "POST") {
    const message = `Not allowed to ${request.method} on /v1/chat/completions.`;
    throw new OpenAIError({ status: 405, message, code: "method_not_allowed" });
  }
  if (!/^Bearer \S+$/.test(request.headers.authorization ?? "")) {
    const message = "You didn't provide an API key, in an Authorization header using Bearer auth.";
    throw new OpenAIError({ status: 401, message, code: "invalid_api_key" });
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  request.setEncoding("utf8");
  let text = "";
  for await (const piece of request) text += piece;
  return text;
}

async function sendStream(
  response: ServerResponse,
  chunks: readonly CompletionChunk[],
  delayMs: number,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  for (const chunk of chunks) {
    // Even without a pause this yields, so that chunks leave one by one and a reader that went away is noticed.
    await delay(delayMs);
    if (response.destroyed) return;
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }
  response.end("data: [DONE]\n\n");
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, error: OpenAIError): void {
  if (response.headersSent) {
    response.destroy(error);
    return;
  }
  if (error.status === 405) response.setHeader("allow", "POST");
  sendJson(response, error.status, error.body);
}
