import { describe } from "vitest";
import { FAULTS } from "./faults.ts";
import { started } from "./started.ts";

describe("OTLP by JSON, Langfuse, and LangSmith by OTLP: sent and dropped are what was created", () => {
  started({ protocol: "http/json", mode: "otlp" }, FAULTS);
});
