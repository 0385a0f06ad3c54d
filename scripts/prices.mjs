// Prints what is known of a model's price, as a model call would be priced now: `pnpm prices gpt-5-mini [openai]`. Without
// a provider every one of them is asked. Ends with 1 where nobody knows the model.
import { periodAt } from "../packages/core/src/prices/price.ts";
import { importBook } from "../packages/core/src/prices/price-book.ts";
import { resolvePrice } from "../packages/core/src/prices/resolve-price.ts";
import { toTierPrice } from "../packages/core/src/prices/service-tiers.ts";
import { toProviderName } from "../packages/core/src/to-provider-name.ts";

/** By the names of records; makers of models before those who serve the models of others. */
const PROVIDERS = [
  ...["openai", "anthropic", "gcp.gemini", "mistral_ai", "x_ai", "deepseek", "cohere", "perplexity", "moonshot_ai"],
  ...[
    "voyageai",
    "minimax",
    "zhipuai",
    "zai",
    "arcee",
    "aws.bedrock",
    "azure.ai.openai",
    "groq",
    "cerebras",
    "together",
  ],
  ...["fireworks", "baseten", "cloudflare", "novita", "ovhcloud", "openrouter", "gateway"],
];
const TIERS = ["batch", "flex", "priority"];
/** Each kind of token, and whose price it has where it has none of its own. */
const KINDS = /** @type {const} */ ([
  ["input", undefined, "input"],
  ["cacheRead", "input", "cache read"],
  ["cacheWrite", "input", "cache write"],
  ["cacheWrite1h", "cacheWrite", "cache write for an hour"],
  ["output", undefined, "output"],
  ["reasoning", "output", "reasoning"],
  ["audioInput", "input", "audio input"],
  ["audioOutput", "output", "audio output"],
]);

/** @typedef {import("../packages/core/src/prices/price.ts").Price} Price */
/** @typedef {import("../packages/core/src/prices/resolve-price.ts").Resolved} Resolved */

const [model, provider, ...more] = process.argv.slice(2);
if (model === undefined || model.startsWith("-") || more.length > 0) {
  console.error("Usage: pnpm prices <model> [provider], such as: pnpm prices gpt-5-mini openai");
  process.exit(1);
}
const bundled = await importBook();
const asked = provider === undefined ? PROVIDERS : [toProviderName(provider) ?? provider];
const nowMs = Date.now();
/** @type {Map<string, string>} */
const answers = new Map();
for (const name of asked) {
  const sources = { options: {}, overrides: [], fetched: undefined, bundled };
  const resolved = resolvePrice(sources, name, undefined, model).find((each) => periodAt(each.periods, nowMs));
  // Nobody has named this provider, so that a mere likeness says nothing.
  if (resolved === undefined || (provider === undefined && resolved.match === "prefix")) continue;
  if (!answers.has(resolved.pricedAs)) answers.set(resolved.pricedAs, describe(resolved));
}
if (answers.size === 0) {
  const whose = provider === undefined ? "by any provider" : `by ${provider}`;
  console.error(`No price is known of ${model} ${whose}: its calls would be unpriced ("unknown_model").`);
  console.error("Give it one with the option `prices`: { overrides: [{ provider, model, usdPerMillionTokens }] },");
  console.error('or the name of a model that has one: { aliases: { "my-deployment": "openai/gpt-4o" } }.');
  process.exit(1);
}
console.log([...answers.values()].join("\n\n"));

/** @param {Resolved} resolved */
function describe(resolved) {
  const { periods, pricedAs, match, book, called, model: known } = resolved;
  const period = periodAt(periods, nowMs);
  if (period === undefined) return pricedAs;
  const { price, priceDate, hours } = period;
  const others = periods.length - 1;
  const tiers = TIERS.flatMap((tier) => {
    const its = toTierPrice(tier, called, known, price);
    return its === undefined ? [] : [`  ${tier}: ${toBands(its)[0]}`];
  });
  return [
    `${pricedAs}, recognised as ${match === "exact" ? "this very model" : match === "alias" ? "another name of it" : "like it"} (${match})`,
    `  from ${book}${priceDate === undefined ? "" : `, since ${priceDate}`}${hours === undefined ? "" : ", at this hour"}`,
    "  USD per million tokens:",
    ...toBands(price).map((line) => `    ${line}`),
    ...[...price.fees].map(([unit, { nanoUsd, per }]) => `  USD per ${unit}: ${nanoUsd / per / 1e9}`),
    ...tiers,
    ...(others === 0 ? [] : [`  at other times another price: ${others} more`]),
  ].join("\n");
}

/** @param {Price} price */
function toBands({ bands }) {
  return bands.map(({ above, rates }) => {
    const own = KINDS.filter(([kind, like]) => rates[kind] !== undefined && (!like || rates[kind] !== rates[like]));
    const listed = own.map(([kind, , label]) => `${label} ${(rates[kind] ?? 0) / 1e6}`).join(", ") || "none";
    return above === 0 ? listed : `above ${above} tokens of input: ${listed}`;
  });
}
