import type { EncodedBatch } from "@isospan/core/sender";

/** One part of a request, as LangSmith's client writes it. */
export interface Part {
  readonly name: string;
  /** With the part's length, which LangSmith asks for. */
  readonly contentType: string;
  readonly data: Uint8Array;
}

const ENCODER = new TextEncoder();
const LINE_END = ENCODER.encode("\r\n");

/** Parts as one body. */
export function toMultipart(parts: readonly Part[]): EncodedBatch {
  // As the client's own. By chance, so that no text in a part can be it.
  const boundary = `----LangSmithFormBoundary${crypto.randomUUID()}`;
  const pieces: Uint8Array[] = [];
  for (const { name, contentType, data } of parts) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: ${contentType}\r\n\r\n`;
    pieces.push(ENCODER.encode(head), data, LINE_END);
  }
  pieces.push(ENCODER.encode(`--${boundary}--\r\n`));
  return { body: concatenate(pieces), contentType: `multipart/form-data; boundary=${boundary}` };
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
