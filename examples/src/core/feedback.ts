// What people say of an answer reaches Langfuse and LangSmith: the response carries a reference, and whoever gets it back
// later, in whichever process, gives feedback by it. Both services are played on the loopback interface.
import assert from "node:assert/strict";
import { registerIsospan } from "@isospan/ai-sdk";
import { createTelemetry, setTelemetry } from "@isospan/core";
import { langfuseFeedback } from "@isospan/langfuse";
import { langsmithFeedback } from "@isospan/langsmith";
import { langfuseServer, langsmithServer } from "@isospan-private/vendors";
import { createSupportAgent } from "../support-agent/ai-sdk-agent.ts";
import { startOpenAIServer } from "../support-agent/openai-server.ts";

const langfuse = await langfuseServer();
const langsmith = await langsmithServer();
langsmith.projectId("default"); // The project is there once it has a run.

// To use the real ones: leave the options out, and set LANGFUSE_PUBLIC_KEY, LANGFUSE_SECRET_KEY and LANGSMITH_API_KEY.
const telemetry = createTelemetry({
  sinks: [
    langfuseFeedback({ publicKey: langfuse.publicKey, secretKey: langfuse.secretKey, baseUrl: langfuse.url }),
    langsmithFeedback({ apiKey: langsmith.apiKey, endpoint: langsmith.url }),
  ],
  content: { langfuse: true }, // LangSmith gets the score without the comment.
});
setTelemetry(telemetry);
registerIsospan();

// The application answers.
const server = await startOpenAIServer();
const agent = createSupportAgent({ baseURL: server.baseURL, apiKey: "unused" });
const { reference } = await telemetry.capture(() => agent.ask("Where is order A-1042, and can I still send it back?"));
const response = JSON.stringify({ reference });
await server.close();

// Later somebody presses the button.
const body = { ...JSON.parse(response), thumbs: "down", comment: "It is still not here." };
const result = await telemetry.feedback({ reference: body.reference, thumbs: body.thumbs, comment: body.comment });
console.log(result);
console.log("Langfuse:", langfuse.scores());
console.log("LangSmith:", langsmith.feedback());

await telemetry.shutdown();
await Promise.all([langfuse.close(), langsmith.close()]);
assert.equal(langfuse.scores()[0]?.comment, "It is still not here.");
assert.equal(langsmith.feedback()[0]?.score, 0);
assert.equal(langsmith.feedback()[0]?.comment, undefined);
