/** Returns the text without its secrets. If it throws, the whole text is dropped. */
export type Redactor = (text: string) => string;

/**
 * Removes what most often leaks: private keys, API keys and tokens of known forms, bearer and basic credentials, JSON
 * web tokens, passwords in URLs, e-mail addresses, and card numbers that pass the Luhn check.
 */
export function defaultRedactors(): readonly Redactor[] {
  return [redactSecrets, redactEmails, redactCards];
}

// Where a secret may begin: at a word, or after an escaped line break inside JSON.
const START = "(?:\\b|(?<=\\\\[nrtbf]))";
// Every alternative begins with letters of its own, which keeps the search fast.
const SECRETS = new RegExp(
  [
    "-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)",
    `${START}eyJ[\\w-]{8,1024}\\.eyJ[\\w-]{8,}\\.[\\w-]*`, // JSON web token; bounded, or the search gets slow
    `${START}(?:sk|pk|rk|lsv2|xai|gsk|whsec)[-_][\\w-]{16,}`, // OpenAI, Anthropic, Langfuse, Stripe, LangSmith, xAI, Groq
    `${START}(?:gh[pousr]_|github_pat_|glpat-|npm_|hf_|r8_)\\w{16,}`,
    `${START}xox[abposr]-[\\w-]{10,}`, // Slack
    `${START}(?:AKIA|ASIA)[0-9A-Z]{16}\\b`, // AWS access key id
    `${START}AIza[\\w-]{30,}`, // Google
  ].join("|"),
  "g",
);
// "Bearer authentication" is prose: a token has digits, signs inside, or capitals after small letters.
const CREDENTIALS =
  /(?:\b|(?<=\\[nrtbf]))([Bb]earer|BEARER|[Bb]asic|BASIC)([\s:]+)(?=[\w.~+/-]*(?:\d|[._~+/-]\w|[a-z][A-Z]|=))[\w.~+/-]{12,}=*/g;
const URL_PASSWORDS = /(\w:\/\/[^\s/:@]{0,256}:)[^\s/]{1,256}(?=@)/g;
const EMAILS = /\b[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b/gi;
// They begin with 2 to 6. What begins with 1 is more likely a time in milliseconds.
const CARDS = /\b[2-6](?:[\s.-]?\d){12,18}\b/g;

function redactSecrets(text: string): string {
  const rest = text.replace(SECRETS, "[secret]").replace(CREDENTIALS, "$1$2[secret]");
  return rest.includes("://") ? rest.replace(URL_PASSWORDS, "$1[secret]") : rest;
}

function redactEmails(text: string): string {
  return text.includes("@") ? text.replace(EMAILS, "[email]") : text;
}

function redactCards(text: string): string {
  return text.replace(CARDS, (match) => (passesLuhn(match) ? "[card]" : match));
}

function passesLuhn(match: string): boolean {
  let sum = 0;
  let double = false;
  for (let i = match.length - 1; i >= 0; i--) {
    const digit = match.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) continue;
    const value = double ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
    double = !double;
  }
  return sum % 10 === 0;
}
