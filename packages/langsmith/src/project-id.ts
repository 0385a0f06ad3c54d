const ATTEMPTS = 4;

interface ProjectOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly project: string;
  readonly requestTimeoutMs: number;
  readonly retryDelayMs: number;
}

type Answer = { readonly id: string } | { readonly problem: string; readonly lasting: boolean };

/** Looks a project's id up when it is first asked for. What went wrong is not kept, since a project may come later. */
export function projectId(options: ProjectOptions): () => Promise<string> {
  let found: Promise<string> | undefined;
  return () => {
    found ??= lookUp(options).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
}

async function lookUp(options: ProjectOptions): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(options);
    if ("id" in answer) return answer.id;
    if (answer.lasting || attempt === ATTEMPTS) {
      throw new Error(`LangSmith's project "${options.project}" could not be looked up: ${answer.problem}`);
    }
    await pause(options.retryDelayMs * 2 ** (attempt - 1));
  }
}

async function ask({ url, headers, project, requestTimeoutMs }: ProjectOptions): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const response = await fetch(`${url}?name=${encodeURIComponent(project)}`, { headers, signal });
    const { status } = response;
    const text = await response.text();
    if (!response.ok) {
      return { problem: `status ${status}`, lasting: status !== 408 && status !== 429 && status < 500 };
    }
    const id: unknown = Object(JSON.parse(text)[0]).id;
    if (typeof id === "string") return { id };
    return { problem: "there is none; it is made with its first run, or pass projectId", lasting: true };
  } catch (error) {
    return { problem: String(Object(error).cause?.code ?? Object(error).message ?? error), lasting: false };
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
