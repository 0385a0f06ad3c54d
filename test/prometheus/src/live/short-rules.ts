import { type RuleFile, ruleFiles } from "../rules/read-rules.ts";

/** Seconds for minutes and for a week. */
export const SHORT: Readonly<Record<string, string>> = { "5m": "10s", "1h": "12s", "7d": "120s" };
/** How long what is usual lies behind, in seconds. */
export const OFFSET_SECONDS = 14;
/** Enough for a test that has no day's traffic to be over it, and no number of the rules' own. */
const TOKENS_PER_HOUR = 1e10;

/** The rules as shipped, with windows in which a test can wait, and without waiting for how long it lasts. */
export const shortRules: readonly RuleFile[] = ruleFiles.map(({ groups }) => ({
  groups: groups.map(({ name, rules }) => ({
    name,
    rules: rules.map(({ for: _, ...rule }) => ({
      ...rule,
      expr: rule.record === "isospan:tokens_per_hour:budget" ? `vector(${TOKENS_PER_HOUR})` : shorten(rule.expr),
    })),
  })),
}));

function shorten(expr: string): string {
  return expr
    .replaceAll(/\[(\w+)\]/g, (_, window: string) => {
      const short = SHORT[window];
      if (short === undefined) throw new Error(`No short window for ${window}`);
      return `[${short}]`;
    })
    .replaceAll("offset 1h", `offset ${OFFSET_SECONDS}s`);
}
