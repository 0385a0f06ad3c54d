const MIN_COMPRESSED_BYTES = 1_024;

export interface RequestBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** The body as bytes, compressed where that is worth its headers. */
export async function toRequestBody(body: Uint8Array | string, compression: "gzip" | "none"): Promise<RequestBody> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
  if (compression === "none" || bytes.length < MIN_COMPRESSED_BYTES) return { bytes, headers: {} };
  const { readable, writable } = new CompressionStream("gzip");
  // Written at once: a stream of its own for what is in memory already costs a third more.
  const writer = writable.getWriter();
  const written = Promise.all([writer.write(bytes), writer.close()]);
  const [compressed] = await Promise.all([new Response(readable).arrayBuffer(), written]);
  return { bytes: new Uint8Array(compressed), headers: { "content-encoding": "gzip" } };
}
