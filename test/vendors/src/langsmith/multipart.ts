/** One part of a multipart body. */
export interface Part {
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** What is wrong with a request, and how it is answered. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const CRLF = Buffer.from("\r\n");
const HEADER_END = Buffer.from("\r\n\r\n");

/**
 * Takes a body apart, by the rules of LangSmith: every part says its type and its length, the latter in a header or as
 * `; length=N`, and no part is packed by itself. The rules are no library's, so neither is the reading.
 */
export function readMultipart(body: Buffer, contentType: string): Part[] {
  const boundary = /^multipart\/form-data;.*\bboundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) throw unreadable("no multipart boundary");
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = body.indexOf(delimiter);
  if (at !== 0) throw unreadable("no boundary at the beginning");
  for (;;) {
    at += delimiter.length;
    if (body.subarray(at, at + 2).toString() === "--") return parts;
    if (!body.subarray(at, at + 2).equals(CRLF)) throw unreadable("no line end after a boundary");
    // The line end before a boundary belongs to the boundary.
    const end = body.indexOf(Buffer.concat([CRLF, delimiter]), at);
    if (end < 0) throw unreadable("NextPart: EOF");
    parts.push(readPart(body.subarray(at + CRLF.length, end)));
    at = end + CRLF.length;
  }
}

function readPart(bytes: Buffer): Part {
  const end = bytes.indexOf(HEADER_END);
  if (end < 0) throw unreadable("a part without headers");
  const lines = bytes.subarray(0, end).toString("utf8").split("\r\n");
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const content = bytes.subarray(end + HEADER_END.length);
  const name = /\bname="([^"]+)"/.exec(headers.get("content-disposition") ?? "")?.[1];
  const contentType = headers.get("content-type");
  if (name === undefined) throw unreadable("a part without name");
  if (contentType === undefined) throw unreadable(`${name} has no Content-Type`);
  if (headers.has("content-encoding")) throw unreadable(`${name} has a Content-Encoding`);
  const length = headers.get("content-length") ?? /;\s*length=(\d+)/.exec(contentType)?.[1];
  if (length === undefined) throw unreadable(`${name} has no length`);
  if (Number(length) !== content.length) throw unreadable(`${name} has ${content.length} bytes, not ${length}`);
  return { name, contentType, content };
}

function unreadable(why: string): Refusal {
  return new Refusal(422, `Unprocessable entity: error reading multipart data: ${why}`);
}
