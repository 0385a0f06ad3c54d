import { readFileSync } from "node:fs";
import { join } from "node:path";
import { consoleTree } from "@isospan/core";
import { type OpenAIServer, startOpenAIServer } from "@isospan-private/examples/openai-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toHelpDesk } from "./help-desk.ts";
import { helpDeskScript } from "./help-desk-script.ts";
import { setUp } from "./set-up.ts";

const PAGE = join(import.meta.dirname, "../../../packages/langchain/docs/supervisor.md");

let server: OpenAIServer;

beforeAll(async () => {
  server = await startOpenAIServer({ replyTo: helpDeskScript });
});

afterAll(() => server.close());

async function play() {
  const drawn: string[] = [];
  const { callbacks, records, telemetry, tree } = setUp({
    prices: true,
    sinks: [consoleTree({ write: (text) => void drawn.push(text) })],
  });
  const messages = [{ role: "user" as const, content: "Order A-1077 arrived broken. I want a refund." }];
  const result = await toHelpDesk(server.baseURL).invoke({ messages }, { callbacks });
  await telemetry.flush();
  return { answer: result.messages.at(-1)?.text, records: records(), tree: tree(), drawing: drawn.map(withoutTimes) };
}

const withoutTimes = (text: string): string => text.replaceAll(/ {2}[\d.]+ m?s$/gm, "");

/** What the exporter should have got of a drawing: names alone, two spaces a level. */
const toNames = (drawing: string): readonly string[] =>
  drawing.split("\n").map((line) => {
    const [lead = "", name = ""] = line.split(/(?=[a-z])(.*)/s);
    return `${" ".repeat((lead.length / 3) * 2)}${name.split("  ")[0]}`;
  });

function readDrawing(): string {
  const [, drawing] = /<!-- supervisor -->\s*```\n([\s\S]*?)```\s*<!-- \/supervisor -->/.exec(read()) ?? [];
  return drawing?.trimEnd() ?? "no drawing";
}

function read(): string {
  return readFileSync(PAGE, "utf8");
}

describe("a supervisor of two agents, over HTTP", () => {
  it("answers as its script says", async () => {
    expect((await play()).answer).toBe("Your refund for A-1077 is on its way.");
  });

  it("is the tree that its page draws", async () => {
    expect((await play()).drawing).toEqual([readDrawing()]);
  });

  it("is the same tree in the spans that are exported", async () => {
    expect((await play()).tree).toEqual(toNames(readDrawing()));
  });

  it("has nothing that went wrong, handovers included", async () => {
    const { records } = await play();
    expect(records.map((record) => record.outcome)).toEqual(records.map(() => "ok"));
  });

  it("has each tool's call by the id that the model gave it", async () => {
    const { records } = await play();
    const tools = records.filter((record) => record.name === "execute_tool");
    expect(tools.map((record) => record.tool?.callId)).toEqual(tools.map(() => expect.stringMatching(/^call_\w{24}$/)));
  });

  it("has the agents' own names in the path of what they call", async () => {
    const { records } = await play();
    const paths = records.filter((record) => record.name === "chat").map((record) => record.agentPath.join("/"));
    expect(paths).toEqual(["supervisor", "orders", "orders", "supervisor", "refunds", "refunds", "supervisor"]);
  });
});
