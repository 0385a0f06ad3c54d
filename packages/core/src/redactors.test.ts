import { describe, expect, it } from "vitest";
import { defaultRedactors } from "./index.ts";

const redact = (text: string): string => defaultRedactors().reduce((left, redactor) => redactor(left), text);
const LONG = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG";

describe("the default redactors", () => {
  it.each([
    ["an OpenAI key", `key sk-proj-${LONG} end`, "key [secret] end"],
    ["an Anthropic key", `sk-ant-api03-${LONG}`, "[secret]"],
    ["a Langfuse key", `pk-lf-${LONG}`, "[secret]"],
    ["a LangSmith key", `lsv2_pt_${LONG}`, "[secret]"],
    ["a Stripe key", `sk_live_${LONG}`, "[secret]"],
    ["a Stripe webhook secret", `whsec_${LONG}`, "[secret]"],
    ["an xAI key", `xai-${LONG}`, "[secret]"],
    ["a Groq key", `gsk_${LONG}`, "[secret]"],
    ["a GitHub token", `ghp_${LONG}`, "[secret]"],
    ["a fine-grained GitHub token", `github_pat_${LONG}`, "[secret]"],
    ["a GitLab token", `glpat-${LONG}`, "[secret]"],
    ["an npm token", `npm_${LONG}`, "[secret]"],
    ["a Hugging Face token", `hf_${LONG}`, "[secret]"],
    ["a Slack token", `xoxb-123456789012-${LONG}`, "[secret]"],
    ["an AWS access key id", "AKIAIOSFODNN7EXAMPLE", "[secret]"],
    ["a Google key", `AIza${LONG}abcde`, "[secret]"],
    ["a JSON web token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", "[secret]"],
    ["a bearer token", "Authorization: Bearer abc.def-ghi_jkl~mno==", "Authorization: Bearer [secret]"],
    ["basic credentials", "Authorization: Basic dXNlcjpwYXNzd29yZA==", "Authorization: Basic [secret]"],
    ["a password in a URL", "postgres://admin:hunter2@db:5432/app", "postgres://admin:[secret]@db:5432/app"],
    [
      "a private key",
      "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nb",
      "a\n[secret]\nb",
    ],
    ["a private key that was cut off", "-----BEGIN PRIVATE KEY-----\nMIIEvQ", "[secret]"],
    ["an e-mail address", "write to jane.doe+x@mail.example.com today", "write to [email] today"],
    ["a card number", "card 4111 1111 1111 1111 ok", "card [card] ok"],
    ["a card number with dashes", "5500-0000-0000-0004", "[card]"],
    ["a card number without gaps", "378282246310005", "[card]"],
    ["two secrets", `sk-${LONG} and a@b.co`, "[secret] and [email]"],
  ])("remove %s", (_what, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    ["prose", "The quick brown fox jumps over the lazy dog."],
    ["a short number", "42"],
    ["a phone number", "+1 555 0100"],
    ["a number with 16 digits that is no card", "4111 1111 1111 1112"],
    ["a UUID", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"],
    ["a trace id", "0af7651916cd43dd8448eb211c80319c"],
    ["a span id", "b7ad6b7169203331"],
    ["a commit", "e83c5163316f89bfbde7d9ab23ca2e25604af290"],
    ["a date", "2026-01-01"],
    ["a date and time", "2026-01-01T12:30:45.123Z"],
    ["a time in milliseconds", "1767225600000"],
    ["a time in milliseconds that would pass as a card", "1767225600009"],
    ["a version", "1.2.3-beta.4"],
    ["a package with its version", "npm i typescript@6.0.3 @scope/name@1.0.0-rc.1"],
    ["prose about something basic", "a basic understanding of the basic requirements"],
    ["prose about bearers", "Bearer authentication is supported"],
    ["a model", "claude-sonnet-4-5-20250929"],
    ["an OpenAI response id", "resp_68a1b2c3d4e5f60718293a4b5c6d7e8f"],
    ["a tool call id", "call_abcdefghijklmnopqrstuvwx"],
    ["a URL without a password", "https://example.com:8443/a/b?c=d#e"],
    ["words with sk in them", "task-based risk-management-strategies-for-everyone"],
    ["a price", "USD 1,234,567.89"],
    ["JSON", '{"type":"text","index":0}'],
  ])("leave %s alone", (_what, text) => {
    expect(redact(text)).toBe(text);
  });

  // Four times what is ever searched: a search that goes back over it would not end within any test's limit.
  it.each(["eyJ-", "eyJaaaaaaaa.", "sk-", "a@", "a.b@c.", "://u:", "x://y:z", "1 ", "-----BEGIN ", "Bearer "])(
    "search a long text made of %j without going back over it",
    (piece) => {
      const text = piece.repeat(200_000 / piece.length);
      expect(redact(text).length).toBeGreaterThan(0);
    },
  );
});
