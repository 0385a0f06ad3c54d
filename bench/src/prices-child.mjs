import { PriceBook } from "../../packages/core/src/prices/price-book.ts";
import { median } from "./statistics.mjs";

// What it takes to price one model call, in nanoseconds of CPU: the book by itself, without the call's record.
const CALLS = 200_000;
const BLOCKS = 7;

const clock = { now: () => Date.now() };
const diagnostics = { report() {}, once() {} };
const usage = { inputTokens: 1_200, cacheReadTokens: 800, outputTokens: 300, reasoningTokens: 100 };
const response = { model: "gpt-5-mini-2025-08-07" };
const QUESTIONS = {
  "seen before": { provider: "openai", model: "gpt-5-mini", response, usage },
  "with tiers and dates": { provider: "openai", model: "gpt-5.6-sol", usage: { ...usage, inputTokens: 300_000 } },
  "by the hour": { provider: "deepseek", model: "deepseek-v4-pro", usage },
  "in another service tier": { provider: "openai", model: "gpt-5-mini", response: { serviceTier: "flex" }, usage },
  "nobody knows it": { provider: "openai", model: "nobody-9", usage },
};

async function ready() {
  const book = new PriceBook({}, clock, diagnostics);
  await book.load();
  return book;
}

const book = await ready();
const nanoseconds = {};
for (const [name, question] of Object.entries(QUESTIONS)) {
  const asked = { ...question, startedAtMs: Date.now() };
  const blocks = Array.from({ length: BLOCKS }, () => timed(book, () => asked, CALLS));
  nanoseconds[name] = median(blocks.slice(1));
}
// Each model for the first time: another name for each, which the book has to look up.
const models = Array.from({ length: 2_000 }, (_, i) => `gpt-5-mini-2025-08-07:${i}`);
const first = { provider: "openai", usage, startedAtMs: Date.now() };
nanoseconds["for the first time"] = timed(await ready(), (i) => ({ ...first, model: models[i] }), models.length);
console.log(JSON.stringify(nanoseconds));

function timed(book, question, calls) {
  let total = 0;
  const before = process.cpuUsage();
  for (let i = 0; i < calls; i++) total += book.price(question(i)).cost?.totalNanoUsd ?? 0;
  const { user, system } = process.cpuUsage(before);
  // What nobody uses may not be calculated at all.
  if (Number.isNaN(total)) throw new Error("no number");
  return ((user + system) * 1000) / calls;
}
