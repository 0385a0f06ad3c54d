import { describe, expect, it } from "vitest";
import { importViolations } from "./import-rules.ts";
import { listPackages, readSources, type SourceFile } from "./read-sources.ts";
import { textViolations } from "./text-rules.ts";

describe("this repository", () => {
  const sources = readSources();

  it("has sources in every package, so that the rules below have something to read", () => {
    expect([...new Set(sources.map((file) => file.package))]).toEqual(listPackages());
  });

  it("imports only what each package may import", () => {
    expect(importViolations(sources)).toEqual([]);
  });

  it("keeps convention names, vendor names, the console and the environment in their places", () => {
    expect(textViolations(sources)).toEqual([]);
  });
});

describe("an import that the rules allow", () => {
  it.each([
    ["core", "./clock.ts", 'import { realClock } from "./clock.ts";'],
    ["core", "a file above, within src", 'import type { Sink } from "../contract.ts";', "collectors/a.ts"],
    ["core", "the OpenTelemetry API", 'import { trace } from "@opentelemetry/api";'],
    ["core", "stable constants", 'import { ATTR_ERROR_TYPE } from "@opentelemetry/semantic-conventions";'],
    ["core", "the price book, when needed", 'const book = await import("@pydantic/genai-prices");'],
    ["core", "the price book's types", 'import type { calcPrice } from "@pydantic/genai-prices";'],
    ["core", "async_hooks in one file", 'import { AsyncLocalStorage } from "node:async_hooks";'],
    ["core", "a comment", '// import "node:fs"'],
    ["langchain", "core", 'import { getTelemetry } from "@isospan/core";'],
    ["langchain", "framework types", 'import type { LLMResult } from "@langchain/core/outputs";'],
    ["ai-sdk", "core's types", 'import type { Recorder } from "@isospan/core";'],
  ])("%s: %s", (name, _what, text, path = "a.ts") => {
    expect(importViolations([source(name, text, path)])).toEqual([]);
  });
});

describe("an import that the rules forbid", () => {
  it.each([
    ["core", "another dependency", 'import { z } from "zod";'],
    ["core", "unstable constants", 'import { X } from "@opentelemetry/semantic-conventions/incubating";'],
    ["core", "the SDK", 'import { TracerProvider } from "@opentelemetry/sdk-trace";'],
    ["core", "the price book with the file", 'import { calcPrice } from "@pydantic/genai-prices";'],
    ["core", "the price book re-exported", 'export * from "@pydantic/genai-prices";'],
    ["core", "type names that still load the book", 'import { type A } from "@pydantic/genai-prices";'],
    ["core", "a Node module", 'import { readFileSync } from "node:fs";'],
    ["core", "a Node module without its prefix", 'import fs from "fs";'],
    ["core", "a Node module, required", 'const fs = require("node:fs");'],
    ["core", "a Node module past the loader", 'process.getBuiltinModule("node:fs");'],
    ["core", "a Node module in a template", "const fs = await import(`node:fs`);"],
    ["core", "a computed name", "const fs = await import(name);"],
    ["core", "an adapter", 'import type { IsospanOptions } from "@isospan/ai-sdk";'],
    ["core", "another package's file", 'import { toUsage } from "../../langchain/src/to-usage.ts";'],
    ["langchain", "framework code", 'import { BaseCallbackHandler } from "@langchain/core/callbacks/base";'],
    ["langchain", "framework code behind types", 'import { type LLMResult } from "@langchain/core/outputs";'],
    ["langchain", "framework code, when needed", 'await import("@langchain/core/outputs");'],
    ["langchain", "OpenTelemetry", 'import { trace } from "@opentelemetry/api";'],
    ["langchain", "OpenTelemetry's types", 'import type { Span } from "@opentelemetry/api";'],
    ["langchain", "the other adapter", 'import { isospanMiddleware } from "@isospan/ai-sdk";'],
    ["langchain", "core's inside", 'import { toUsage } from "@isospan/core/src/to-usage.ts";'],
    ["ai-sdk", "framework code", 'import { registerTelemetry } from "ai";'],
    ["ai-sdk", "framework types", 'import type { LanguageModel } from "ai";'],
    ["ai-sdk", "framework types within a type", 'type Model = import("ai").LanguageModel;'],
    ["ai-sdk", "framework types by reference", '/// <reference types="ai" />\nexport {};'],
    ["ai-sdk", "framework types, extended", 'declare module "ai" { interface X {} }'],
    ["ai-sdk", "the framework's specification", 'import type { X } from "@ai-sdk/provider";'],
    ["ai-sdk", "a Node module", 'import { EventEmitter } from "node:events";'],
  ])("%s: %s", (name, _what, text) => {
    expect(importViolations([source(name, text)])).toHaveLength(1);
  });

  it("is async_hooks in a second file of core", () => {
    const text = 'import { AsyncLocalStorage } from "node:async_hooks";';
    const files = [source("core", text, "a.ts"), source("core", text, "b.ts")];
    expect(importViolations(files)).toEqual([
      "packages/core/src/b.ts:1 is one file too many with an import of node:async_hooks",
    ]);
  });

  it("is anything in a package without a row", () => {
    expect(importViolations([source("new-adapter", "export {};")])).toEqual([
      "packages/new-adapter has no row in IMPORT_RULES",
    ]);
  });
});

describe("text that the rules allow", () => {
  it.each([
    ["core", "a convention name in the table", 'const name = "gen_ai.system";', "semconv.ts"],
    ["core", "a convention name in the table's second file", 'const name = "gen_ai.x";', "semconv-metrics.ts"],
    ["core", "a name that only contains it", 'const name = "gcp.gen_ai";', "a.ts"],
    ["core", "a comment", "// gen_ai.system, console.log", "a.ts"],
    ["core", "the console in a collector", "console.log(line);", "collectors/console-tree.ts"],
    ["core", "a destination's name", 'const sink = { destination: "console", console: true };', "a.ts"],
    ["langchain", "LangGraph's own tag", 'const hidden = "langsmith:hidden";', "a.ts"],
    ["langfuse", "the vendor's name in its package", 'const name = "langfuse.trace.name";', "a.ts"],
    ["langfuse", "the vendor's variables", "const { LANGFUSE_HOST } = process.env;", "a.ts"],
  ])("%s: %s", (name, _what, text, path) => {
    expect(textViolations([source(name, text, path)])).toEqual([]);
  });
});

describe("text that the rules forbid", () => {
  it.each([
    ["core", "a convention name elsewhere", 'const name = "gen_ai.system";', "to-usage.ts"],
    ["core", "a convention name in a folder", 'const name = "gen_ai.system";', "collectors/semconv.ts"],
    ["core", "a convention name in a template", `const name = \`gen_ai.usage.\${part}\`;`, "a.ts"],
    ["core", "a convention name in a type", 'type Name = "gen_ai.system";', "a.ts"],
    ["core", "a convention name as a key", 'const facts = { "gen_ai.system": 1 };', "a.ts"],
    ["core", "a convention name in pieces", 'const name = ["gen_ai", part].join(".");', "a.ts"],
    ["langchain", "a convention name in an adapter", 'const name = "gen_ai.system";', "semconv.ts"],
    ["core", "a vendor's name", 'const name = "langfuse.trace.name";', "semconv.ts"],
    ["langsmith", "another vendor's name", 'const name = "langfuse.trace.name";', "a.ts"],
    ["langfuse", "another vendor's name", `const name = \`langsmith.\${part}\`;`, "a.ts"],
    ["core", "the console", 'console.warn("oh");', "diagnostics.ts"],
    ["core", "the console through the global object", 'globalThis.console.warn("oh");', "diagnostics.ts"],
    ["core", "the console taken apart", "const { warn } = console;", "diagnostics.ts"],
    ["core", "the console in another collector", "console.log(1);", "collectors/memory-collector.ts"],
    ["langchain", "the console in an adapter", 'console["log"](1);', "collectors/console-tree.ts"],
    ["core", "the environment", "const home = process.env.HOME;", "options.ts"],
  ])("%s: %s", (name, _what, text, path) => {
    expect(textViolations([source(name, text, path)])).toHaveLength(1);
  });
});

function source(name: string, text: string, path = "a.ts"): SourceFile {
  return { package: name, path, text };
}
