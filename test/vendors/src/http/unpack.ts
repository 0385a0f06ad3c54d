import { promisify } from "node:util";
import { gunzip, zstdDecompress } from "node:zlib";

/** How a body may be packed. */
export type Packing = "gzip" | "zstd";

const UNPACKERS: Readonly<Record<Packing, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  zstd: (bytes) =>
    new Promise((resolve, reject) => {
      zstdDecompress(bytes, (error, result) => (error ? reject(error) : resolve(result)));
    }),
};

/** The body without its `Content-Encoding`, or `undefined` if it cannot be unpacked, or must not be packed so. */
export async function unpack(
  bytes: Buffer,
  encoding: string | undefined,
  packings: readonly Packing[],
): Promise<Buffer | undefined> {
  if (encoding === undefined || encoding === "identity") return bytes;
  const packing = packings.find((each) => each === encoding);
  try {
    return packing && (await UNPACKERS[packing](bytes));
  } catch {
    return undefined;
  }
}
