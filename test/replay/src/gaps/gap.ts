import type { Exchange } from "../exchange.ts";
import type { Fact, Field } from "../facts.ts";

/** Something that holds of some frameworks' clients, and why. */
export interface Declared {
  readonly frameworks: readonly string[];
  /** @default every client */
  readonly client?: string;
  /** @default both */
  readonly form?: Exchange["form"];
  readonly reason: string;
}

/** Something that a framework's client keeps from everybody outside it. */
export interface Gap extends Declared {
  readonly fields: readonly Field[];
  /** Which answers it is about. @default all */
  readonly when?: (exchange: Exchange, field: Field) => boolean;
  /** What stands there instead. @default unknown: a gap excuses silence and no wrong number */
  readonly instead?: (exchange: Exchange, field: Field) => Fact;
}

/** A call, and who made it. */
export interface Player {
  readonly framework: string;
  readonly client: string;
  readonly form: Exchange["form"];
}

export function holdsFor(declared: Declared, { framework, client, form }: Player): boolean {
  const ofClient = (declared.client ?? client) === client && declared.frameworks.includes(framework);
  return ofClient && (declared.form ?? form) === form;
}
