import type { StepAbout } from "./contract.ts";
import { FactReader, toFacts } from "./facts.ts";
import { saidHere } from "./inherit.ts";
import type { Parts } from "./parts.ts";
import type { UserContext } from "./record.ts";
import { currentPlace, enterHere, type Place, runHere, type Scope } from "./scope.ts";

/** The part of a recorder for what has no record of its own, and yet says something of what happens within. */
export class Steps {
  protected readonly reader: FactReader;

  constructor(parts: Parts) {
    this.reader = new FactReader(parts);
  }

  runStep<T>(key: string, about: StepAbout, fn: () => T): T {
    const place = currentPlace();
    return runHere(place, this.#toStep(place, key, about), fn);
  }

  enterStep(key: string, about: StepAbout): boolean {
    const place = currentPlace();
    return enterHere(place, this.#toStep(place, key, about));
  }

  step(): string | undefined {
    const { operation, scope } = currentPlace();
    // Where a framework has attached an operation, the step is around that.
    return scope?.operation === operation ? scope?.step?.key : undefined;
  }

  /** What `withContext` was told, as it is kept. */
  toContext(given: UserContext): UserContext | undefined {
    return this.reader.context(given);
  }

  #toStep(place: Place, key: string, about: StepAbout): Pick<Scope, "user" | "step"> {
    const facts = toFacts("task");
    this.reader.start(facts, about);
    const { step } = place.scope ?? {};
    // What is withheld around stays so, and is not said again for each of many steps.
    const withhold = [...new Set([...(step?.withhold ?? []), ...(facts.withhold ?? [])])];
    const conversationId = facts.conversationId ?? step?.conversationId;
    return { user: saidHere(place, facts.context), step: { key, conversationId, withhold } };
  }
}
