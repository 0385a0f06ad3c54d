import { createServer } from "node:http";

// Takes everything, in a process of its own: what receiving costs is not the exporter's.
const server = createServer((request, response) => {
  let bytes = 0;
  request.on("data", (chunk) => {
    bytes += chunk.length;
  });
  request.on("end", () => response.end("{}"));
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit(0));
