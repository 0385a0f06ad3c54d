export type Flags =
  | { readonly service: "loopback" }
  | { readonly service: "live"; readonly apiKey: string }
  | { readonly problem: string };

/** Reads the demo's command line. */
export function parseFlags(argv: readonly string[], apiKey: string | undefined): Flags {
  const flags = argv.filter((flag) => flag !== "--"); // Some package managers hand their separator on.
  const unknown = flags.find((flag) => flag !== "--live");
  if (unknown !== undefined) return { problem: `Unknown flag ${unknown}. The only flag is --live.` };
  if (flags.length === 0) return { service: "loopback" };
  if (!apiKey) {
    return {
      problem: "--live talks to OpenAI: set OPENAI_API_KEY, or leave --live out for the loopback server.",
    };
  }
  return { service: "live", apiKey };
}
