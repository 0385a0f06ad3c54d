import { describe } from "vitest";
import { FAULTS, MORE_FAULTS } from "./faults.ts";
import { started } from "./started.ts";

describe("OTLP by protobuf, Langfuse and LangSmith: sent and dropped are what was created", () => {
  started({ protocol: "http/protobuf", mode: "native" }, [...FAULTS, ...MORE_FAULTS]);
});
