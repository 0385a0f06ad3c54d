import { type EncodedBatch, eachInTurn } from "@isospan/core/sender";
import type { Client } from "langsmith/client";
import type { Run } from "./run.ts";
import { type Part, toMultipart } from "./to-multipart.ts";

type Ingested = NonNullable<Parameters<Client["multipartIngestRuns"]>[0]["runCreates"]>;

/**
 * Lets LangSmith's own client write the request, and keeps it: the form is the vendor's, whichever version is installed,
 * and what the client would not tell (it resolves whatever the server says, and writes to the console) is the sender's to
 * see and to tell.
 */
export class NativeEncoder {
  readonly #written = new Map<string, EncodedBatch>();
  #client: Promise<Client> | undefined;
  #batches = 0;

  /** Rejects where the client is not installed, or wrote nothing. */
  async encode(runs: readonly Run[]): Promise<EncodedBatch> {
    const client = await this.#ready();
    return (await toParts(client, runs)) ?? this.#toRequest(client, runs);
  }

  /** By the client's public door. */
  async #toRequest(client: Client, runs: readonly Run[]): Promise<EncodedBatch> {
    // Nobody listens there. The address says which request belongs to this call.
    const apiUrl = `http://batch-${this.#batches++}.invalid`;
    try {
      await client.multipartIngestRuns({ runCreates: runs as unknown as Ingested }, { apiUrl, sizeBytes: 0 });
      const written = this.#written.get(apiUrl);
      if (written === undefined) throw new Error("the langsmith client has written no request");
      return written;
    } finally {
      this.#written.delete(apiUrl);
    }
  }

  /** Only when first used: loading the client takes some 60 ms. A failure is not kept, so that it is told each time. */
  #ready(): Promise<Client> {
    this.#client ??= this.#load().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async #load(): Promise<Client> {
    const { Client } = await import("langsmith/client");
    const client = new Client({
      // Both stand in the sender's headers; without a key the client looks for a profile in the home directory.
      apiKey: "none",
      apiUrl: "http://batch.invalid",
      // Else it sends every LANGSMITH_ and LANGCHAIN_ variable along, connection strings included.
      omitTracedRuntimeInfo: true,
      // Explicit, or variables of the environment decide.
      tracingMode: "langsmith",
      hideInputs: false,
      hideOutputs: false,
      hideMetadata: false,
      autoBatchTracing: false,
      disablePromptCache: true,
      // Else large runs are written by a worker thread, whose failures are silent.
      manualFlushMode: true,
      callerOptions: { maxRetries: 0 },
      fetchImplementation: (url, init) => this.#keep(String(url), init),
    });
    // Streaming costs a chunk for each line, and nothing is gained by it in memory.
    return Object.assign(client, { multipartStreamingDisabled: true });
  }

  async #keep(url: string, init: RequestInit | undefined): Promise<Response> {
    const body = new Uint8Array(await new Response(init?.body ?? null).arrayBuffer());
    const contentType = new Headers(init?.headers).get("content-type") ?? "";
    this.#written.set(new URL(url).origin, { body, contentType });
    return new Response("{}", { status: 202 });
  }
}

/**
 * The client makes five `Blob`s of each part and reads them back, which takes most of its time; from 0.12 on the parts can
 * be had before that. It is no public door, so nothing depends on it.
 */
async function toParts(client: object, runs: readonly Run[]): Promise<EncodedBatch | undefined> {
  const { _serializeRunParts: serialize } = client as {
    _serializeRunParts?: (method: "post", run: Run) => Promise<readonly Part[]>;
  };
  if (typeof serialize !== "function") return undefined;
  const parts = (await eachInTurn(runs, (run) => serialize.call(client, "post", run))).flat();
  return parts.every(isPart) && parts.length >= runs.length ? toMultipart(parts) : undefined;
}

function isPart({ name, contentType, data }: Part): boolean {
  return typeof name === "string" && typeof contentType === "string" && data instanceof Uint8Array;
}
