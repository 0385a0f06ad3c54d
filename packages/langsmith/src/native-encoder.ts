import type { EncodedBatch } from "@isospan/core/sender";
import type { Client } from "langsmith/client";
import type { Run } from "./run.ts";

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
