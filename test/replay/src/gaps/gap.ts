import type { Exchange } from "../exchange.ts";
import type { Fact, Field } from "../facts.ts";

/** Something that a framework's client keeps from everybody outside it. */
export interface Gap {
  readonly frameworks: readonly string[];
  /** @default every client */
  readonly client?: string;
  /** @default both */
  readonly form?: Exchange["form"];
  readonly fields: readonly Field[];
  /** Which answers it is about. @default all */
  readonly when?: (exchange: Exchange, field: Field) => boolean;
  /** What stands there instead. @default unknown: a gap excuses silence and no wrong number */
  readonly instead?: (exchange: Exchange, field: Field) => Fact;
  readonly reason: string;
}
