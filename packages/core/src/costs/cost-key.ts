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
}

export type CostDimension = keyof CostKey;

/** Where a call has no such name. */
const NONE = "(none)";
/** Where there are too many names to tell them all apart. */
const OTHER = "(other)";

/** One object for each combination of names, so that equal ones are the same. */
export class CostKeys {
  #root = new Branch();

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
    this.#root = new Branch();
    for (const key of keys) this.#branch(key.provider, key.model, key.agent, key.session, key.tenant).key = key;
  }

  #of(provider: string, model: string, agent: string, session: string, tenant: string): CostKey {
    const branch = this.#branch(provider, model, agent, session, tenant);
    branch.key ??= Object.freeze({ provider, model, agent, session, tenant });
    return branch.key;
  }

  /** Sessions last, since there are many. */
  #branch(provider: string, model: string, agent: string, session: string, tenant: string): Branch {
    return this.#root.at(provider).at(model).at(agent).at(tenant).at(session);
  }
}

/** What is known by one name after the other: to make one text of five names would cost more than all the rest. */
class Branch {
  key: CostKey | undefined;
  #below: Map<string, Branch> | undefined;

  at(name: string): Branch {
    this.#below ??= new Map();
    let branch = this.#below.get(name);
    if (branch === undefined) {
      branch = new Branch();
      this.#below.set(name, branch);
    }
    return branch;
  }
}
