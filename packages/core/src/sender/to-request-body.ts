const MIN_COMPRESSED_BYTES = 1_024;

export interface RequestBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** The body as bytes, compressed where that is worth its headers. */
export async function toRequestBody(body: Uint8Array | string, compression: "gzip" | "none"): Promise<RequestBody> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
  if (compression === "none" || bytes.length < MIN_COMPRESSED_BYTES) return { bytes, headers: {} };
  const compressed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return {
    bytes: new Uint8Array(await new Response(compressed).arrayBuffer()),
    headers: { "content-encoding": "gzip" },
  };
}
