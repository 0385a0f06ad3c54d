/** A tool's call, up to the event that tells of its end. */
interface RunningTool {
  readonly key: string;
  readonly toolCall: unknown;
  returned: boolean;
}

let doubles = 0;

/** An agent's tools by the ids that the SDK tells. Some models give calls that run at once the same id. */
export class RunningTools {
  readonly #tools = new Map<string, RunningTool[]>();

  begin(id: string, toolCall: unknown): RunningTool {
    const same = this.#tools.get(id) ?? [];
    // Two integrations of ours are told of one call by the same object.
    const known = same.find((tool) => tool.toolCall === toolCall);
    if (known !== undefined) return known;
    const tool = { key: same.length === 0 ? id : `${id}/${++doubles}`, toolCall, returned: false };
    this.#tools.set(id, [...same, tool]);
    return tool;
  }

  /** The key of the one whose end is told: the SDK tells it as soon as a tool has returned. */
  finish(id: string): string {
    const same = this.#tools.get(id) ?? [];
    const ended = same.find(({ returned }) => returned);
    const others = same.filter((tool) => tool !== ended);
    if (others.length > 0) this.#tools.set(id, others);
    else this.#tools.delete(id);
    return ended?.key ?? id;
  }
}
