import type { RecordedOperation } from "./operation.ts";

/** The open operations in the order of their starts: a list through themselves, as a set would have to hash each. */
export class OpenOperations {
  size = 0;
  #oldest: RecordedOperation | undefined;
  #newest: RecordedOperation | undefined;

  get oldest(): RecordedOperation | undefined {
    return this.#oldest;
  }

  add(operation: RecordedOperation): void {
    operation.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = operation;
    else this.#newest.newer = operation;
    this.#newest = operation;
    operation.listed = true;
    this.size++;
  }

  remove(operation: RecordedOperation): void {
    if (!operation.listed) return;
    const { older, newer } = operation;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    operation.older = operation.newer = undefined;
    operation.listed = false;
    this.size--;
  }

  /** Children before their parents. A copy: whoever goes through them may close them. */
  newestFirst(): readonly RecordedOperation[] {
    const found: RecordedOperation[] = [];
    for (let each = this.#newest; each !== undefined; each = each.older) found.push(each);
    return found;
  }
}
