import { createTelemetry } from "@isospan/core";
import { langsmithFeedback } from "../src/index.ts";

// Another process, which knows of the operation only what the application put into its response.
const [endpoint = "", apiKey = "", response = ""] = process.argv.slice(2);
const telemetry = createTelemetry({ sinks: [langsmithFeedback({ endpoint, apiKey, project: "shop" })] });
const result = await telemetry.feedback({ reference: JSON.parse(response).reference, thumbs: "down" });
process.stdout.write(JSON.stringify(result));
