import { once } from "node:events";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";

const FRAME_BYTES = 5;
const NOTHING = Buffer.alloc(FRAME_BYTES);

/** OTLP over gRPC: hands on what it is sent to a collector that speaks OTLP over HTTP. Returns its own address. */
export async function grpcFront(collector: { readonly url: string }): Promise<string> {
  const server = createServer();
  server.on("stream", async (stream, headers) => {
    const signal = /collector\.(trace|metrics|logs)\.v1\./.exec(String(headers[":path"]))?.[1];
    // A message is a flag, four bytes of length, and protobuf.
    const body = (await buffer(stream)).subarray(FRAME_BYTES);
    const path = signal === "trace" ? "traces" : signal;
    const type = { "content-type": "application/x-protobuf" };
    const { ok } = await fetch(`${collector.url}/v1/${path}`, { method: "POST", headers: type, body });
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": ok ? "0" : "3" }));
    stream.end(NOTHING);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
