import { createServer } from "node:http";

// Takes everything, in a process of its own: what receiving costs is not the exporter's.
const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => response.end("{}"));
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit(0));
