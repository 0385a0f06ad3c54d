import { checkOptions } from "@isospan/core";
import { promClient } from "./prom-client.ts";
import type { AnyRegistry } from "./prometheus-options.ts";

export interface MetricsHandlerOptions {
  /** What is written. @default prom-client's global registry */
  readonly registry?: Pick<AnyRegistry, "metrics" | "contentType"> | undefined;
}

/** Of a request, of Node's or of the web, what is read. */
interface Asked {
  readonly method?: string | undefined;
}

/** Of Node's `ServerResponse`, what is used. */
interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body?: string): unknown;
}

/** Answers a scrape: give it Node's request and response, or a web `Request` alone. */
export interface MetricsHandler {
  (request: Asked, response: NodeResponse): Promise<void>;
  (request: Request): Promise<Response>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * For `/metrics`: `createServer(metricsHandler())`, `app.get("/metrics", metricsHandler())`, or a route handler that
 * returns `metricsHandler()(request)`. Who may ask is the application's to say. Never rejects.
 */
export function metricsHandler(options: MetricsHandlerOptions = {}): MetricsHandler {
  checkOptions(options, {
    registry: [(value) => typeof Object(value).metrics === "function", "Pass a Registry of prom-client 15."],
  });
  const registry = options.registry ?? promClient().register;
  async function handle(request: Asked, response?: NodeResponse): Promise<Response | undefined> {
    const { status, headers, body } = await toAnswer(registry, request.method ?? "GET");
    if (response === undefined) return new Response(body === "" ? null : body, { status, headers });
    response.statusCode = status;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end(body);
    return undefined;
  }
  return handle as MetricsHandler;
}

async function toAnswer(registry: Pick<AnyRegistry, "metrics" | "contentType">, method: string): Promise<Answer> {
  if (method !== "GET" && method !== "HEAD") return { status: 405, headers: { allow: "GET, HEAD" }, body: "" };
  try {
    const body = await registry.metrics();
    return { status: 200, headers: { "content-type": registry.contentType }, body: method === "HEAD" ? "" : body };
  } catch (error) {
    // A metric of the application's own may fail to collect. The scraper hears of it; nobody's text goes out.
    const name = error instanceof Error ? error.name : "an error";
    const headers = { "content-type": "text/plain; charset=utf-8" };
    return { status: 500, headers, body: `The metrics could not be collected: ${name}\n` };
  }
}
