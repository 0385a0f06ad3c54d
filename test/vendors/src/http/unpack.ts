import { promisify } from "node:util";
import { gunzip, zstdDecompress } from "node:zlib";

const UNPACKERS: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  zstd: (bytes) =>
    new Promise((resolve, reject) => {
      zstdDecompress(bytes, (error, result) => (error ? reject(error) : resolve(result)));
    }),
  identity: async (bytes) => bytes,
};

/** The body without its `Content-Encoding`, or `undefined` if it cannot be unpacked. */
export async function unpack(bytes: Buffer, encoding: string | undefined): Promise<Buffer | undefined> {
  try {
    return await UNPACKERS[encoding ?? "identity"]?.(bytes);
  } catch {
    return undefined;
  }
}
