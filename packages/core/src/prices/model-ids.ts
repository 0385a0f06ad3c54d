/** What providers put before a model's id. */
const BEFORE = /^(?:arn:.*\/|(?:projects\/.*\/)?publishers\/[^/]+\/models\/|models\/)/;
/** How OpenRouter is asked for a faster or a cheaper host. Not `:free`, which has a price of its own: none. */
const ROUTED = /:(?:nitro|floor|exacto)$/;
const DATE = /(?:-20\d{6}|-20\d\d-\d\d-\d\d|@[a-z0-9-]+)$/;
/** A suffix that says when a snapshot was taken: a whole date, month and day, year and month, a running number. */
const SNAPSHOT = /(?:-20\d{6}|-20\d\d-\d\d-\d\d|-\d\d-20\d\d|-\d\d-\d\d|-\d{3,4}|@[a-z0-9-]+)$/;
/** Where a Bedrock model runs; the book says `regional` where it means any of them. */
const REGION = /^(?:[a-z]{2}(?:-gov)?|apac|global|regional)\.(?=[a-z0-9]+\.)/;
const BEDROCK_VERSION = /-v\d+(?::\d+)*$/;
const FINE_TUNED = /^(ft:[^:]+):.*$/;

/** Under which ids to look for a model, the closest first. All in small letters. */
export function toCandidates(model: string): readonly string[] {
  const id = model.trim().toLowerCase();
  const bare = id.replace(BEFORE, "").replace(ROUTED, "");
  return [...new Set([id, bare, bare.replace(DATE, "")])].filter((each) => each !== "");
}

/** Whether two ids name the same model: they differ by a date, a region or the way in which a version is written. */
export function isSameModel(id: string, other: string): boolean {
  return toCore(id) === toCore(other);
}

function toCore(id: string): string {
  return id
    .toLowerCase()
    .replace(FINE_TUNED, "$1")
    .replace(REGION, "")
    .replace(BEDROCK_VERSION, "")
    .replace(SNAPSHOT, "")
    .replaceAll(".", "-");
}

/** What follows the name of a model in the name of another one: a number of a version, a size, a kind. */
const OTHER =
  /^[-.](?:\d{1,2}(?![\d])(?!-\d\d(?!\d))|\d+b\b|mini\b|nano\b|micro\b|lite\b|small\b|medium\b|large\b|pro\b|max\b|ultra\b|fast\b|turbo\b|image\b|audio\b|tts\b|live\b|realtime\b|transcribe\b|search\b|embedding\b|codex\b|vision\b)/;

/** Whether an id that begins like a model's is another model: `claude-sonnet-5-5` is not `claude-sonnet-5`. */
export function isOtherModel(id: string, model: string): boolean {
  const rest = id.startsWith(model) ? id.slice(model.length).replace(SNAPSHOT, "") : "";
  return OTHER.test(rest);
}
