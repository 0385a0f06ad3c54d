import type { OperationRecord } from "../record.ts";

/** What costs are told apart by. */
export interface CostKey {
  readonly provider: string;
  /** As requested; as answered where nobody asked for one. */
  readonly model: string;
  /** The innermost agent around the call. */
  readonly agent: string;
  readonly session: string;
  readonly tenant: string;
  /** All of them in one. */
  readonly text: string;
}

export type CostDimension = Exclude<keyof CostKey, "text">;

/** Where a call has no such name. */
const NONE = "(none)";
/** Where there are too many names to tell them all apart. */
const OTHER = "(other)";

/** One object for each combination of names, so that equal ones are the same. */
export class CostKeys {
  #known = new Map<string, CostKey>();

  of({ provider = NONE, model, response, agentPath, context }: OperationRecord): CostKey {
    const agent = agentPath.at(-1) ?? NONE;
    const { sessionId = NONE, tenantId = NONE } = context;
    return this.#of(provider, model ?? response?.model ?? NONE, agent, sessionId, tenantId);
  }

  /** The key of all that is alike but for this name. */
  without(key: CostKey, dimension: CostDimension): CostKey {
    if (key[dimension] === OTHER) return key;
    const renamed: CostKey = { ...key, [dimension]: OTHER };
    const { provider, model, agent, session, tenant } = renamed;
    return this.#of(provider, model, agent, session, tenant);
  }

  /** Forgets all others. */
  keep(keys: Iterable<CostKey>): void {
    this.#known = new Map();
    for (const key of keys) this.#known.set(key.text, key);
  }

  #of(provider: string, model: string, agent: string, session: string, tenant: string): CostKey {
    // With lengths, since a name may contain any separator.
    const lengths = `${provider.length} ${model.length} ${agent.length} ${session.length} `;
    const text = lengths + provider + model + agent + session + tenant;
    let key = this.#known.get(text);
    if (key === undefined) {
      key = Object.freeze({ provider, model, agent, session, tenant, text });
      this.#known.set(text, key);
    }
    return key;
  }
}
